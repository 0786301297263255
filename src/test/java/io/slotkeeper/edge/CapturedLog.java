package io.slotkeeper.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that is logged in this JVM while it is open, what a room says to developers included. */
final class CapturedLog implements AutoCloseable {

    private final Logger root;
    private final Logger room;
    private final Optional<Level> before;
    private final Lines lines = new Lines();

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + " "
                    + event.getMDCPropertyMap() + " " + text(event.getThrowableProxy()));
        }

        private static String text(@Nullable IThrowableProxy thrown) {
            return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
        }
    }

    private CapturedLog(Logger root, Logger room) {
        this.root = root;
        this.room = room;
        this.before = Optional.ofNullable(room.getLevel());
    }

    /** @param room the package whose debug messages are logged, too */
    static CapturedLog of(String room) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var logged = new CapturedLog(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), context.getLogger(room));
        logged.lines.setContext(context);
        logged.lines.start();
        logged.root.addAppender(logged.lines);
        logged.room.setLevel(Level.DEBUG);
        return logged;
    }

    List<String> lines() {
        return lines.all;
    }

    @Override
    public void close() {
        room.setLevel(before.orElse(null));
        root.detachAppender(lines);
    }
}
