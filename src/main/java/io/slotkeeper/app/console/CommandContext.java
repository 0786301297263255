package io.slotkeeper.app.console;

import java.util.Map;

/** What a command gets from the process it runs in; tests give it others. */
public record CommandContext(Console console, StopSignal stop, Map<String, String> environment) {}
