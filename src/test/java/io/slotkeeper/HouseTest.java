package io.slotkeeper;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader finds by name: no name twice, no crowded room, one style. Reads the sources as text. */
class HouseTest {

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final int MOST_FILES = 20;

    private static final Pattern NOT_CODE =
            Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    private static final Pattern TEST_METHOD = Pattern.compile(
            "@(?:Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b).)*\\bvoid\\s+(\\w+)\\s*\\(", Pattern.DOTALL);

    private static List<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String code(Path file) {
        try {
            return NOT_CODE.matcher(Files.readString(file)).replaceAll(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String topLevelName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    /** Nested ones count in the program; of tests, those with a file of their own. Avro's generated classes are the wire's. */
    @Test
    void no_simple_name_stands_twice() {
        Map<String, List<Path>> places = new TreeMap<>();
        for (Path file : sources(MAIN)) {
            matches(TYPE, code(file))
                    .forEach(name -> places.computeIfAbsent(name, it -> new ArrayList<>())
                            .add(file));
        }
        for (Path file : sources(TESTS)) {
            places.computeIfAbsent(topLevelName(file), it -> new ArrayList<>()).add(file);
        }
        places.values().removeIf(files -> files.size() == 1);
        assertThat(places).isEmpty();
    }

    @Test
    void no_room_is_crowded() {
        Map<Path, List<Path>> rooms = sources(MAIN).stream().collect(groupingBy(Path::getParent));
        assertThat(rooms).hasSizeGreaterThan(25);
        assertThat(rooms)
                .allSatisfy(
                        (room, files) -> assertThat(files).as(room.toString()).hasSizeLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void tests_are_named_in_one_style() {
        List<String> names = sources(TESTS).stream()
                .flatMap(file -> matches(TEST_METHOD, code(file)).stream())
                .toList();
        assertThat(names).hasSizeGreaterThan(900).allMatch(name -> name.matches("[a-z0-9_]+"), "is snake_case");
    }
}
