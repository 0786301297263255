package io.slotkeeper.app.config;

import java.util.Locale;

/**
 * A name of the configuration, with all that is to be known of it. All of them are in {@link ConfigKeys}.
 *
 * @param <T> of its value
 */
public final class ConfigKey<T> {

    /** Stands before the environment's form of a name. */
    static final String ENVIRONMENT = "SLOTKEEPER_";

    private final String text;
    private final ValueType<T> type;
    private final T byDefault;
    private final String defaultText;
    private final String help;

    /** @param defaultText for people: the default as it would be written, or what stands in for one */
    ConfigKey(String text, ValueType<T> type, T byDefault, String defaultText, String help) {
        this.text = text;
        this.type = type;
        this.byDefault = byDefault;
        this.defaultText = defaultText;
        this.help = help;
    }

    /** The name in a file and on the command line. */
    public String text() {
        return text;
    }

    /** The variable that sets it: in upper case, with an underscore for each dot and dash. */
    public String variable() {
        return ENVIRONMENT + text.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What its values are. */
    ValueType<T> type() {
        return type;
    }

    /** The value where nobody gives one. */
    public T byDefault() {
        return byDefault;
    }

    String defaultText() {
        return defaultText;
    }

    /** What it is for, in a phrase. */
    String help() {
        return help;
    }
}
