package io.slotkeeper.teeth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The program, and its tests, with one class compiled from a changed source; everything else is as it was built. */
final class Planted extends ClassLoader {

    private static final String ROOT = "io.slotkeeper.";

    private final Path changed;

    private Planted(Path changed) {
        super(Planted.class.getClassLoader());
        this.changed = changed;
    }

    /**
     * Compiles the bug into a folder.
     *
     * @throws IllegalStateException when the source doesn't have the place, or the bug doesn't compile
     */
    static Planted plant(PlantedBug bug, Path folder) throws IOException {
        String name = ROOT + bug.type();
        Path file = Path.of("src", "main", "java").resolve(name.replace('.', '/') + ".java");
        String source = Files.readString(file);
        int at = source.indexOf(bug.right());
        if (at < 0 || source.indexOf(bug.right(), at + 1) >= 0) {
            throw new IllegalStateException("Expected once in " + file + ": " + bug.right());
        }
        compile(name, source.replace(bug.right(), bug.wrong()), folder);
        return new Planted(folder);
    }

    /** The same way, to what is right. */
    static Planted nothing(Path emptyFolder) {
        return new Planted(emptyFolder);
    }

    private static void compile(String name, String source, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var unit =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        var said = new java.io.StringWriter();
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-nowarn",
                "--release",
                "17");
        boolean good =
                compiler.getTask(said, null, null, options, null, List.of(unit)).call();
        if (!good) {
            throw new IllegalStateException("The bug doesn't compile: " + said);
        }
    }

    /** Our own classes anew, so that they meet the changed one; libraries from where they are. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return name.startsWith(ROOT) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            byte[] code = code(name.replace('.', '/') + ".class");
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] code(String resource) throws IOException {
        Path own = changed.resolve(resource);
        if (Files.exists(own)) {
            return Files.readAllBytes(own);
        }
        try (InputStream built = getParent().getResourceAsStream(resource)) {
            if (built == null) {
                throw new IOException("no " + resource);
            }
            var bytes = new ByteArrayOutputStream();
            built.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return java.util.Collections.emptyEnumeration();
    }
}
