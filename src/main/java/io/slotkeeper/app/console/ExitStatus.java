package io.slotkeeper.app.console;

/** Exit statuses of the process (docs/spec/cli.md#output-and-exit-status). */
public final class ExitStatus {

    public static final int GOOD = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USE = 2;

    private ExitStatus() {}
}
