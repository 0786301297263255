package io.slotkeeper.edge;

import io.slotkeeper.request.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request over HTTP, as far as the APIs are concerned.
 *
 * @param id 128 random bits as text, told with the answer
 * @param path without the query, as it was sent
 * @param query as it was sent; empty when there is none
 * @param parameters of the path, decoded
 * @param headers by their names in lower case
 * @param principal who asks, {@link Principal#ANONYMOUS} without credentials
 */
record Call(
        String id,
        String method,
        String path,
        String query,
        Map<String, String> parameters,
        Map<String, String> headers,
        Principal principal,
        byte[] body) {

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
