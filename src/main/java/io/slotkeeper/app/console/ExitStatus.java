package io.slotkeeper.app.console;

/** The exit status of the process (cli.md). */
public final class ExitStatus {

    public static final int GOOD = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USE = 2;

    private ExitStatus() {}
}
