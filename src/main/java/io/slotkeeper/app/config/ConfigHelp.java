package io.slotkeeper.app.config;

import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The texts of {@link ConfigKeys} for {@code --help}: of an option that is a key, {@code ${bundle:key.<name>}}; of all
 * keys, a line each, {@code ${bundle:keys}}.
 */
public final class ConfigHelp extends ListResourceBundle {

    /** An option that is a key must not have the name of a text here, or it would be the text of that option. */
    private static final String OF_KEY = "key.";

    /** Picocli's line separator. */
    private static final String NEW_LINE = "%n";

    @Override
    protected Object[][] getContents() {
        return Stream.concat(
                        ConfigKeys.all().stream().map(key -> new Object[] {OF_KEY + key.text(), sentence(key)}),
                        Stream.<Object[]>of(new Object[] {"keys", list()}))
                .toArray(Object[][]::new);
    }

    private static String sentence(ConfigKey<?> key) {
        String help = key.help();
        return help.substring(0, 1).toUpperCase(Locale.ROOT) + help.substring(1) + " (default: " + key.defaultText()
                + ").";
    }

    private static String list() {
        return String.join(
                NEW_LINE,
                Stream.concat(
                                ConfigKeys.all().stream()
                                        .map(key -> key.text() + " (" + key.defaultText() + "): " + key.help()),
                                Stream.of(ConfigKeys.KAFKA + "…: any setting of Kafka's clients or of Streams"))
                        .map(line -> "  " + line)
                        .toList());
    }
}
