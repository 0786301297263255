package io.slotkeeper.app.warmup;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** One connection to a port of this machine's loopback. It costs next to nothing: HTTP as it is written here only. */
final class LoopbackClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String token;

    /** @param token that the edge lets in */
    LoopbackClient(int port, String token) throws IOException {
        this.token = token;
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** An answer. */
    record LoopbackAnswer(int status, String body) {

        /** The text of the first member of this name, wherever it is; it has no escapes. */
        String text(String name) {
            String before = "\"" + name + "\":\"";
            int from = body.indexOf(before);
            if (from < 0) {
                throw new IllegalStateException("Expected " + name + " in an answer with status " + status);
            }
            return body.substring(from + before.length(), body.indexOf('"', from + before.length()));
        }
    }

    /** Sends a request and doesn't wait for the answer. */
    void send(String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\ncal-api-version: 2024-09-04\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n\r\n";
        byte[] request = new byte[head.length() + bytes.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
        System.arraycopy(bytes, 0, request, head.length(), bytes.length);
        socket.getOutputStream().write(request);
    }

    /** Waits for the answer to the request that was sent last. */
    LoopbackAnswer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        return new LoopbackAnswer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the edge closed the connection");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
