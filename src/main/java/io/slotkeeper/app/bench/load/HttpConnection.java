package io.slotkeeper.app.bench.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** Writes and reads HTTP by hand: a client should cost less than what it measures. */
final class HttpConnection implements AutoCloseable {

    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;
    private final InputStream in;

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Reserves a slot that is another for each number.
     *
     * @param types how many event types there are, from 1 on
     * @return the status of the answer
     */
    int reserve(long number, int types) throws IOException {
        String slot = FIRST_SLOT.plusSeconds(1_800 * (number / types)).toString();
        String body = "{\"eventTypeId\":" + (1 + number % types) + ",\"slotStart\":\"" + slot + "\"}";
        String request = "POST /v2/slots/reservations HTTP/1.1\r\nHost: localhost\r\ncal-api-version: 2024-09-04\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    private int answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
