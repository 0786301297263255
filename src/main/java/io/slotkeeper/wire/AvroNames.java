package io.slotkeeper.wire;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of our Avro records, without their namespace. */
public final class AvroNames {

    /** What producers may send. */
    public static final List<String> REQUESTS = List.of(
            "CreateConversation",
            "SelectSlots",
            "WithdrawSelection",
            "CancelConversation",
            "DefineEventType",
            "RemoveEventType",
            "ReserveSlot",
            "UpdateReservation",
            "ReleaseReservation",
            "BookSlot",
            "RecordBooking",
            "CancelBooking");

    /** What consumers read. */
    public static final List<String> OUTPUTS =
            List.of("ConversationSnapshot", "ReservationSnapshot", "RequestOutcome", "RefusedRecord");

    private static final Pattern INNER_CAPITAL = Pattern.compile("(?<!^)([A-Z])");

    private AvroNames() {}

    /** The type of request that a record is: {@code SelectSlots} is {@code select_slots}. */
    static String typeOf(String recordName) {
        return INNER_CAPITAL.matcher(recordName).replaceAll("_$1").toLowerCase(Locale.ROOT);
    }
}
