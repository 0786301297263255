/**
 * What <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a> calls with whatever bytes reach new code:
 * none of it may throw, or decide what the specification doesn't say.
 */
@org.jspecify.annotations.NullMarked
package io.slotkeeper.fuzz;
