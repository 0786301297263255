package io.slotkeeper.testing;

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

/** Everything that is logged in this JVM while it is open; of one package more than usual. */
public final class CapturedLog implements AutoCloseable {

    private final Logger root;
    private final Logger logger;
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

    private CapturedLog(Logger root, Logger logger) {
        this.root = root;
        this.logger = logger;
        this.before = Optional.ofNullable(logger.getLevel());
    }

    /** Logs what a package says from a level on. */
    public static CapturedLog of(String name, Level level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var logged = new CapturedLog(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), context.getLogger(name));
        logged.lines.setContext(context);
        logged.lines.start();
        logged.root.addAppender(logged.lines);
        logged.logger.setLevel(level);
        return logged;
    }

    public List<String> lines() {
        return lines.all;
    }

    @Override
    public void close() {
        logger.setLevel(before.orElse(null));
        root.detachAppender(lines);
    }
}
