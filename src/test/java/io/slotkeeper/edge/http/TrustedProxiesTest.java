package io.slotkeeper.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#parties */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            TrustedProxies.of("10.0.0.0/8, 192.0.2.1,2001:db8::1").orElseThrow();

    private static byte[] address(String text) throws UnknownHostException {
        return InetAddress.getByName(text).getAddress();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1, 203.0.113.9, 198.51.100.1",
        "10.0.0.1, '', 10.0.0.1",
        "10.0.0.1, 203.0.113.9, 203.0.113.9",
        "192.0.2.1, 203.0.113.9, 203.0.113.9",
        "2001:db8::1, 203.0.113.9, 203.0.113.9",
        "10.0.0.1, '198.51.100.1, 203.0.113.9', 203.0.113.9",
        "10.0.0.1, '203.0.113.9, 10.9.9.9, 192.0.2.1', 203.0.113.9",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, 203.0.113.9:4711, 203.0.113.9",
        "10.0.0.1, 'unknown, 10.0.0.2', 10.0.0.2",
        "10.0.0.1, example.com, 10.0.0.1",
        "10.0.0.1, '203.0.113.9,', 10.0.0.1",
        "10.0.0.1, 999.1.1.1, 10.0.0.1",
        "10.0.0.1, '[', 10.0.0.1"
    })
    void the_client_is_the_last_that_is_no_trusted_proxy(String peer, String forwarded, String client)
            throws UnknownHostException {
        assertThat(PROXIES.client(InetAddress.getByName(peer), List.of(forwarded)))
                .isEqualTo(address(client));
    }

    @Test
    void several_headers_are_one() throws UnknownHostException {
        assertThat(PROXIES.client(InetAddress.getByName("10.0.0.1"), List.of("203.0.113.9", "198.51.100.1, 10.0.0.2")))
                .isEqualTo(address("198.51.100.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:1:2::5", "[2001:db8:1:2::5]", "[2001:db8:1:2::5]:4711"})
    void of_an_ipv6_address_the_network_counts(String hop) throws UnknownHostException {
        assertThat(PROXIES.client(InetAddress.getByName("10.0.0.1"), List.of(hop)))
                .isEqualTo(new byte[] {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 1, 0, 2});
    }

    /** As a server that listens for both sees an IPv4 client. */
    @Test
    void an_ipv4_address_in_ipv6_is_one() throws UnknownHostException {
        assertThat(PROXIES.client(InetAddress.getByName("10.0.0.1"), List.of("::ffff:203.0.113.9")))
                .isEqualTo(address("203.0.113.9"));
    }

    @Test
    void nobody_is_trusted_by_default() throws UnknownHostException {
        assertThat(TrustedProxies.NONE.client(InetAddress.getLoopbackAddress(), List.of("203.0.113.9")))
                .isEqualTo(address("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.0/40", "10.0.0.1,,", "10.0.0.1;10.0.0.2", "300.1.1.1"})
    void what_is_no_address_is_refused(String text) {
        assertThat(TrustedProxies.of(text)).isEmpty();
    }
}
