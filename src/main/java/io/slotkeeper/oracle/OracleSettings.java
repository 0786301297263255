package io.slotkeeper.oracle;

import java.time.Duration;
import java.util.Optional;

/**
 * What decisions depend on beside the log (docs/spec/limits.md#limits-and-decision-settings).
 *
 * @param partitions of every topic
 * @param conversationRetention how long a finished conversation is kept
 * @param maxParticipants of a conversation
 * @param defaultHold how long a slot is held when a request doesn't say
 * @param maxHold the longest that one request may ask for; not of calendars
 * @param maxTotalHold the longest that a slot is held, from its reservation; not of calendars
 * @param mostHeld live holds of a principal in an event type
 * @param mostExtensions of a hold
 * @param mostHeldByAnonymous live holds of an anonymous party in an event type
 * @param anonymousTotalHold the longest that a slot is held where nobody shows credentials
 * @param closedRetention how long the name of a closed reservation is recognised
 * @param bookingRetention how long a booking is kept after its end
 * @param mostInPartition holds and blocking bookings of a partition, before requests for more are refused
 * @param strictHolds whether a hold that a principal made is nobody else's
 */
public record OracleSettings(
        int partitions,
        Duration conversationRetention,
        int maxParticipants,
        Duration defaultHold,
        Duration maxHold,
        Duration maxTotalHold,
        Optional<Integer> mostHeld,
        Optional<Integer> mostExtensions,
        Optional<Integer> mostHeldByAnonymous,
        Duration anonymousTotalHold,
        Duration closedRetention,
        Duration bookingRetention,
        int mostInPartition,
        boolean strictHolds) {

    /** With the caps of docs/spec/limits.md. */
    public OracleSettings(
            int partitions,
            Duration conversationRetention,
            int maxParticipants,
            Duration defaultHold,
            Duration maxHold,
            Duration maxTotalHold,
            Duration closedRetention,
            Duration bookingRetention,
            boolean strictHolds) {
        this(
                partitions,
                conversationRetention,
                maxParticipants,
                defaultHold,
                maxHold,
                maxTotalHold,
                Optional.empty(),
                Optional.empty(),
                Optional.of(10),
                Duration.ofHours(1),
                closedRetention,
                bookingRetention,
                300_000,
                strictHolds);
    }

    /** The defaults of docs/spec/limits.md. */
    public static OracleSettings defaults(int partitions) {
        return new OracleSettings(
                partitions,
                Duration.ofDays(30),
                20,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofHours(48),
                Duration.ofHours(1),
                Duration.ofHours(24),
                false);
    }

    /** The same, with these caps. */
    public OracleSettings limiting(
            Optional<Integer> held,
            Optional<Integer> extensions,
            Optional<Integer> heldByAnonymous,
            Duration totalOfAnonymous) {
        return new OracleSettings(
                partitions,
                conversationRetention,
                maxParticipants,
                defaultHold,
                maxHold,
                maxTotalHold,
                held,
                extensions,
                heldByAnonymous,
                totalOfAnonymous,
                closedRetention,
                bookingRetention,
                mostInPartition,
                strictHolds);
    }

    /** The same, with room for so many in each partition. */
    public OracleSettings withRoomFor(int most) {
        return new OracleSettings(
                partitions,
                conversationRetention,
                maxParticipants,
                defaultHold,
                maxHold,
                maxTotalHold,
                mostHeld,
                mostExtensions,
                mostHeldByAnonymous,
                anonymousTotalHold,
                closedRetention,
                bookingRetention,
                most,
                strictHolds);
    }
}
