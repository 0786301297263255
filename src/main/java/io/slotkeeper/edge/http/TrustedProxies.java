package io.slotkeeper.edge.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * The proxies whose {@code X-Forwarded-For} is believed, and from it the address of the client that is behind them
 * (docs/spec/http.md#parties). Immutable.
 */
public final class TrustedProxies {

    public static final TrustedProxies NONE = new TrustedProxies(new InetAddressSet());

    /** Anything else would be looked up by name. */
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private static final int NETWORK_BYTES = 8;

    private final InetAddressSet proxies;

    private TrustedProxies(InetAddressSet proxies) {
        this.proxies = proxies;
    }

    /**
     * @param addresses with commas between them: each an address, or a range such as {@code 10.0.0.0/8}
     * @return empty if one of them is none
     */
    public static Optional<TrustedProxies> of(String addresses) {
        List<String> each =
                Arrays.stream(addresses.split(",", -1)).map(String::strip).toList();
        if (each.contains("")) {
            return Optional.empty();
        }
        try {
            var proxies = new InetAddressSet();
            proxies.addAll(each);
            return Optional.of(new TrustedProxies(proxies));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The address of the client: the last that isn't a trusted proxy's, of those that the request passed. Of an IPv6
     * address the network alone, whose addresses all are one client's.
     *
     * @param peer who sent the request
     * @param forwardedFor the values of the header, in their order
     */
    public byte[] client(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        List<String> hops = forwardedFor.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        for (int i = hops.size() - 1; i >= 0 && proxies.test(client); i--) {
            Optional<InetAddress> hop = address(hops.get(i));
            if (hop.isEmpty()) {
                // Who comes through a proxy that hides addresses is one client.
                break;
            }
            client = hop.get();
        }
        byte[] address = client.getAddress();
        return address.length > NETWORK_BYTES ? Arrays.copyOf(address, NETWORK_BYTES) : address;
    }

    /** With or without a port; empty if it is a name or nothing at all. */
    private static Optional<InetAddress> address(String hop) {
        try {
            // An IPv6 address without a port may come without brackets, too.
            String host = hop.indexOf(':') != hop.lastIndexOf(':') && !hop.startsWith("[")
                    ? hop
                    : HostPort.normalizeHost(new HostPort(hop).getHost());
            String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return LITERAL.matcher(literal).matches() ? Optional.of(InetAddress.getByName(literal)) : Optional.empty();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }
}
