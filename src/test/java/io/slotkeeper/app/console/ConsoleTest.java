package io.slotkeeper.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    @Test
    void notices_that_nobody_reads_any_more() {
        assertThat(console(new ClosedPipe()).data("x")).isFalse();
    }

    @Test
    void writes_a_line_at_once_whatever_the_system() {
        var out = new ByteArrayOutputStream();
        assertThat(console(out).data("ä")).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ä\n");
    }

    private static Console console(OutputStream out) {
        var print = new PrintStream(out, false, StandardCharsets.UTF_8);
        return new Console(InputStream.nullInputStream(), print, print, false);
    }

    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
