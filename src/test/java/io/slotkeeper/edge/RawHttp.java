package io.slotkeeper.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.testing.HttpAnswer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that says over a socket whatever it is told to, and reads what comes back. Nothing waits without end. */
final class RawHttp implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LINE_FEED = '\n';

    private final Socket socket = new Socket();
    private final BufferedInputStream in;

    private RawHttp(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream(), 16);
        patience(PATIENCE);
    }

    static RawHttp to(int port) {
        return to(port, 0);
    }

    /** A client that takes in only so many bytes before it reads, or some more. */
    static RawHttp to(int port, int receiveBuffer) {
        try {
            return new RawHttp(port, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    /** The text's characters as bytes. */
    RawHttp send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False: the connection was closed before all was sent. */
    boolean trySend(byte[] bytes) {
        try {
            send(bytes);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Sends a byte, waits so long for something to come back, sends the next; until something comes, or the end. */
    void drip(String text, Duration pause) {
        try {
            patience(pause);
            for (byte next : text.getBytes(ISO_8859_1)) {
                if (!trySend(new byte[] {next}) || hasSomethingToRead()) {
                    break;
                }
            }
            patience(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits so long for something to come. */
    void listen(Duration atMost) {
        try {
            patience(atMost);
            hasSomethingToRead();
            patience(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes so many bytes; false at the end. */
    boolean take(int count) {
        try {
            return in.readNBytes(count).length == count;
        } catch (SocketException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also when that is the end. */
    private boolean hasSomethingToRead() throws IOException {
        in.mark(1);
        try {
            in.read();
            in.reset();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    HttpAnswer answer() {
        return answer(true);
    }

    /** As to HEAD: its headers tell of a body that isn't there. */
    HttpAnswer answerWithoutBody() {
        return answer(false);
    }

    /** As to a request that says {@code Expect}: behind an interim answer, or not. */
    HttpAnswer answerAfterAll() {
        HttpAnswer answer = answer();
        return answer.status() == 100 ? answer() : answer;
    }

    private HttpAnswer answer(boolean hasBody) {
        try {
            int status = Integer.parseInt(line().split(" ", 3)[1]);
            Map<String, List<String>> headers = headers();
            int length = Integer.parseInt(
                    headers.getOrDefault("content-length", List.of("0")).get(0));
            return new HttpAnswer(status, headers, hasBody ? new String(bytes(length), UTF_8) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an interim answer, of which nothing is left. */
    void interim(int status) {
        HttpAnswer answer = answer();
        if (answer.status() != status) {
            throw new IllegalStateException("Expected " + status + " but got " + answer);
        }
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            headers.computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(parts[1].strip());
        }
        return headers;
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("after " + bytes.length + " bytes of " + length);
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != LINE_FEED; next = in.read()) {
            if (next < 0) {
                throw new EOFException("after " + line);
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    /** Reads on until the other side ends the connection, one way or the other; what was read until then. */
    String untilClosed() {
        var rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("Expected the connection to be closed", e);
        } catch (SocketException e) {
            // A reset is an end, too.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rest.toString(ISO_8859_1);
    }

    /** Says that nothing more comes, and listens. */
    RawHttp endOfSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection without a word. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request as it stands on the wire; {@code headers} end with CR LF each. */
    static String request(String method, String target, String headers, @Nullable String body) {
        String length = body == null ? "" : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n";
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + "\r\n"
                + (body == null ? "" : body);
    }
}
