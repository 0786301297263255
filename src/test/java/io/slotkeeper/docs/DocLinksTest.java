package io.slotkeeper.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.docs.MarkdownFile.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents and the sources point to is there. */
final class DocLinksTest {

    private static final Path ROOT = Path.of("");
    private static final Path SOURCES = Path.of("src/main/java/io/slotkeeper");

    private static final Pattern SOURCE = Pattern.compile(".*\\.(java|xml|avsc|yml)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern CITATION = Pattern.compile("docs/[A-Za-z0-9/_-]+\\.md(?:#[a-z0-9_-]+)?");
    /** In a comment or a message; what stands in quotes is a path of its own. */
    private static final Pattern BARE_CITATION = Pattern.compile("(?<![A-Za-z0-9_./\"-])[a-z][a-z0-9-]*\\.md\\b");
    /** {@code `process/PartitionLog`}: a class, or several, by the package below {@code io.slotkeeper}. */
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+/)+)([A-Z][A-Za-z]+)`");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    @Test
    void every_relative_link_of_a_document_leads_somewhere() {
        List<String> dead = new ArrayList<>();
        for (MarkdownFile document : MarkdownFile.below(ROOT)) {
            for (Link link : document.links()) {
                if (!ELSEWHERE.matcher(link.target()).matches() && !resolves(document.path(), link.target())) {
                    dead.add(document.path() + ":" + link.line() + ": " + link.target());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void every_document_and_section_that_a_source_cites_is_there() throws IOException {
        assertThat(inSources(CITATION, citation -> !resolves(ROOT, citation.group())))
                .isEmpty();
    }

    @Test
    void no_source_cites_a_document_without_its_folder() throws IOException {
        assertThat(inSources(BARE_CITATION, citation -> !Files.exists(Path.of(citation.group()))))
                .isEmpty();
    }

    @Test
    void every_class_that_a_document_names_is_there() {
        List<String> gone = new ArrayList<>();
        for (MarkdownFile document : MarkdownFile.below(ROOT)) {
            CLASS.matcher(String.join("\n", document.prose()))
                    .results()
                    .filter(named -> !isClass(named.group(1), named.group(2)))
                    .forEach(named -> gone.add(document.path() + ": " + named.group()));
        }
        assertThat(gone).isEmpty();
    }

    private static boolean isClass(String room, String name) {
        return Stream.of(SOURCES, Path.of("src/test/java/io/slotkeeper"))
                .anyMatch(root -> Files.exists(root.resolve(room + name + ".java")));
    }

    @Test
    void every_document_is_reachable_from_the_readme() {
        Set<Path> reached = new TreeSet<>();
        List<Path> next = new ArrayList<>(List.of(Path.of("README.md")));
        while (!next.isEmpty()) {
            Path document = next.remove(next.size() - 1);
            if (reached.add(document)) {
                MarkdownFile.read(document).links().stream()
                        .map(link -> file(document, link.target()))
                        .filter(file -> file.toString().endsWith(".md") && Files.exists(file))
                        .forEach(next::add);
            }
        }
        assertThat(MarkdownFile.below(Path.of("docs")))
                .extracting(MarkdownFile::path)
                .allSatisfy(document -> assertThat(reached).contains(document));
    }

    @Test
    void the_readme_stays_short() throws IOException {
        assertThat(Files.size(Path.of("README.md"))).isLessThanOrEqualTo(8_000);
    }

    private boolean resolves(Path from, String target) {
        Path file = file(from, target);
        int hash = target.indexOf('#');
        if (!Files.exists(file)) {
            return false;
        }
        return hash < 0
                || anchors.computeIfAbsent(file, path -> MarkdownFile.read(path).anchors())
                        .contains(target.substring(hash + 1));
    }

    private static Path file(Path from, String target) {
        String path = target.replaceFirst("#.*", "");
        return path.isEmpty() ? from : from.resolveSibling(path).normalize();
    }

    /** Places in sources, as {@code file:line: text}. */
    private static List<String> inSources(Pattern pattern, Predicate<MatchResult> wrong) throws IOException {
        List<String> places = new ArrayList<>();
        for (String root : List.of("src", "schemas", ".github", "pom.xml")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> SOURCE.matcher(file.toString()).matches())
                        .sorted()
                        .forEach(file -> places.addAll(inSource(file, pattern, wrong)));
            }
        }
        return places;
    }

    private static List<String> inSource(Path file, Pattern pattern, Predicate<MatchResult> wrong) {
        List<String> found = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String place = file + ":" + (i + 1) + ": ";
                pattern.matcher(lines.get(i))
                        .results()
                        .filter(wrong)
                        .forEach(match -> found.add(place + match.group()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
