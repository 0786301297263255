package io.slotkeeper.app.bench.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks Redis's protocol, RESP2, as far as a script needs it. What is written is sent before anything is read. */
final class RedisConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    RedisConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        out = new BufferedOutputStream(socket.getOutputStream());
        in = new BufferedInputStream(socket.getInputStream());
    }

    void write(String... command) throws IOException {
        var text = new StringBuilder().append('*').append(command.length).append("\r\n");
        for (String word : command) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The next answer: a number or a text.
     *
     * @throws IOException also if it is an error
     */
    String read() throws IOException {
        out.flush();
        String line = line();
        return switch (line.charAt(0)) {
            case ':', '+' -> line.substring(1);
            case '$' -> {
                byte[] text = in.readNBytes(Integer.parseInt(line.substring(1)));
                line();
                yield new String(text, StandardCharsets.US_ASCII);
            }
            default -> throw new IOException(line);
        };
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
            // Its server is about to end.
            return;
        }
    }
}
