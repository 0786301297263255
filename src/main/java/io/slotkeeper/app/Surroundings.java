package io.slotkeeper.app;

import java.util.Map;

/** What a command gets from the process it runs in; tests give it others. */
record Surroundings(Console console, Stop stop, Map<String, String> environment) {}
