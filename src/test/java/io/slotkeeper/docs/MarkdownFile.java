package io.slotkeeper.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A Markdown file of the repository as GitHub shows it: fenced blocks, links, and headings as anchors. */
record MarkdownFile(Path path, List<String> lines) {

    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    /** What GitHub leaves out of an anchor. */
    private static final Pattern NO_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");

    /** Not part of the repository, or made by a build or a run. */
    private static final Set<String> OUTSIDE = Set.of(".git", ".slotkeeper", "target");

    /**
     * A fenced block.
     *
     * @param line where it begins, from 1
     * @param info the word behind the fence, such as {@code sh}; empty when there is none
     */
    record Block(int line, String info, String text) {}

    /** @param line from 1 */
    record Link(int line, String target) {}

    static MarkdownFile read(Path path) {
        try {
            return new MarkdownFile(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those below a folder, in the order of their paths. */
    static List<MarkdownFile> below(Path folder) {
        var documents = new Documents();
        try {
            Files.walkFileTree(folder, documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents.found.stream().sorted().map(MarkdownFile::read).toList();
    }

    private static final class Documents extends SimpleFileVisitor<Path> {
        private final List<Path> found = new ArrayList<>();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return OUTSIDE.contains(folder.normalize().toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
                found.add(file.normalize());
            }
            return FileVisitResult.CONTINUE;
        }

        /** A JVM that another one attaches to, as a fuzzer does, has a file in the working folder for a moment. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException && !file.toString().endsWith(".md")) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int open = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                if (open >= 0) {
                    String info = lines.get(open).substring(FENCE.length()).strip();
                    blocks.add(new Block(open + 1, info, String.join("\n", lines.subList(open + 1, i))));
                }
                open = open < 0 ? i : -1;
            }
        }
        if (open >= 0) {
            throw new AssertionError(path + ":" + (open + 1) + ": the block has no end");
        }
        return blocks;
    }

    /** The block that follows directly, if it says what the first one prints. */
    Optional<Block> outputOf(Block block) {
        List<Block> all = blocks();
        int next = all.indexOf(block) + 1;
        return next < all.size()
                        && Set.of("text", "json").contains(all.get(next).info())
                ? Optional.of(all.get(next))
                : Optional.empty();
    }

    List<Link> links() {
        List<Link> links = new ArrayList<>();
        List<String> prose = prose();
        for (int i = 0; i < prose.size(); i++) {
            var found = LINK.matcher(INLINE_CODE.matcher(prose.get(i)).replaceAll("code"));
            while (found.find()) {
                links.add(new Link(i + 1, found.group(1)));
            }
        }
        return links;
    }

    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> times = new HashMap<>();
        for (String line : prose()) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int before = times.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        String text = LINKED_TEXT.matcher(heading.strip()).replaceAll("$1");
        return NO_ANCHOR.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("").replace(' ', '-');
    }

    /** The lines with those of fenced blocks left empty. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            boolean fence = line.startsWith(FENCE);
            prose.add(fenced || fence ? "" : line);
            fenced ^= fence;
        }
        return prose;
    }
}
