package io.slotkeeper.app.console;

import java.util.Map;

/** What a command gets from its process: console, stop signal, environment variables. Tests pass others. */
public record CommandContext(Console console, StopSignal stop, Map<String, String> environment) {}
