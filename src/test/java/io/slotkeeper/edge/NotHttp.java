package io.slotkeeper.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.Stream;

/**
 * What is sent to a port for HTTP and isn't.
 *
 * @param status of the answer
 * @param path that the answer names, and to whose API it belongs; the root where nobody came so far as to know
 */
record NotHttp(String name, byte[] bytes, int status, String path) {

    private static final String UNKNOWN = "/";
    private static final String CLIENT_HELLO = "\u0016\u0003\u0001\u0000\u00c8\u0001\u0000\u0000\u00c4\u0003\u0003"
            + "r".repeat(32) + "\u0000\u0000\u0002\u0013\u0001\u0001\u0000" + "e".repeat(153);

    @Override
    public String toString() {
        return name;
    }

    static Stream<NotHttp> all() {
        return Stream.concat(
                lines(),
                Stream.of(EdgeUnderAttack.RESERVATIONS, EdgeUnderAttack.CONVERSATIONS)
                        .flatMap(path -> headers().map(it -> it.at(path))));
    }

    private static NotHttp line(String name, String text, int status) {
        return new NotHttp(name, text.getBytes(ISO_8859_1), status, UNKNOWN);
    }

    private static Stream<NotHttp> lines() {
        return Stream.of(
                line("a request line of 100 KB", "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n", 414),
                line("a query of 100 KB", "GET /v2?" + "a".repeat(100_000) + " HTTP/1.1\r\n", 414),
                line("a method of 100 KB", "A".repeat(100_000), 431),
                line("an unknown version", "GET /v2/slots HTTP/9.9\r\n\r\n", 400),
                line("another protocol", "GET /v2/slots GOPHER/1.1\r\n\r\n", 400),
                line("HTTP/0.9", "GET /v2/slots\r\n", 400),
                line("no request at all", "\u0001\u0002\u0003\u0004 \u0005\r\n\r\n", 400),
                line("NUL in the path", "GET /v2/\0slots HTTP/1.1\r\n\r\n", 400),
                line("CR in the path", "GET /v2/\rslots HTTP/1.1\r\n\r\n", 400),
                line("LF in the path", "GET /v2/\nslots HTTP/1.1\r\n\r\n", 400),
                line("TLS", CLIENT_HELLO, 400),
                new NotHttp("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1), 400, "*"));
    }

    /** Below a request line that is right. */
    private record Headers(String name, String text, int status) {
        NotHttp at(String path) {
            String head = "POST " + path + " HTTP/1.1\r\n" + text;
            return new NotHttp(name + ", " + path.substring(1, 3), head.getBytes(ISO_8859_1), status, path);
        }
    }

    private static Stream<Headers> headers() {
        String host = "Host: localhost\r\n";
        return Stream.of(
                new Headers("no host", "\r\n", 400),
                new Headers("two hosts", host + host + "\r\n", 400),
                new Headers("10,000 headers", host + "a: b\r\n".repeat(10_000) + "\r\n", 431),
                new Headers("a header of 100 KB", host + "a: " + "b".repeat(100_000) + "\r\n\r\n", 431),
                new Headers("a header's name of 100 KB", host + "a".repeat(100_000) + ": b\r\n\r\n", 431),
                new Headers("a header without a colon", host + "nothing\r\n\r\n", 400),
                new Headers("a header without a name", host + ": nothing\r\n\r\n", 400),
                new Headers("a blank before the colon", host + "a : b\r\n\r\n", 400),
                new Headers("a header on two lines", host + "a: b\r\n c\r\n\r\n", 400),
                new Headers("NUL in a header", host + "a: b\0c\r\n\r\n", 400),
                new Headers("NUL in a header's name", host + "a\0: b\r\n\r\n", 400),
                new Headers("CR in a header", host + "a: b\rc: d\r\n\r\n", 400),
                new Headers("CR in a header's name", host + "a\rb: c\r\n\r\n", 400),
                new Headers("lines without CR", "Host: localhost\nContent-Length: 0\n\n", 400),
                new Headers("a length that is negative", host + "Content-Length: -1\r\n\r\n", 400),
                new Headers("a length that is no number", host + "Content-Length: 1e3\r\n\r\n", 400),
                new Headers("a length with a sign", host + "Content-Length: +1\r\n\r\n{", 400),
                new Headers("a length beyond 2^63", host + "Content-Length: 9223372036854775808\r\n\r\n", 400),
                new Headers("two lengths", host + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
                new Headers("a list of lengths", host + "Content-Length: 2, 3\r\n\r\n{}", 400),
                new Headers(
                        "a length and chunks",
                        host + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                new Headers("chunks that aren't last", host + "Transfer-Encoding: chunked, gzip\r\n\r\n", 400),
                new Headers("chunks of chunks", host + "Transfer-Encoding: chunked, chunked\r\n\r\n", 400),
                new Headers("an unknown encoding", host + "Transfer-Encoding: xchunked\r\n\r\n", 400),
                new Headers("an unknown expectation", host + "Expect: miracles\r\n\r\n", 400));
    }
}
