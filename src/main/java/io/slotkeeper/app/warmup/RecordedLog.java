package io.slotkeeper.app.warmup;

import io.slotkeeper.BookSlot;
import io.slotkeeper.CreateConversation;
import io.slotkeeper.DefineEventType;
import io.slotkeeper.Minutes;
import io.slotkeeper.RecordBooking;
import io.slotkeeper.ReleaseReservation;
import io.slotkeeper.RequestedParticipant;
import io.slotkeeper.RequestedPeriod;
import io.slotkeeper.ReserveSlot;
import io.slotkeeper.SelectSlots;
import io.slotkeeper.SlotChoice;
import io.slotkeeper.UpdateReservation;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of what usually comes, for both state machines, half of it in JSON and half in Avro: holds that are granted,
 * refused, repeated, extended, released, booked and left to expire; bookings of other systems; conversations that are
 * completed and cancelled.
 */
final class RecordedLog {

    /** One record. */
    record RecordedRequest(Topic input, String key, byte[] value) {}

    private static final int EVENT_TYPES = 8;
    /** Reservations of each event type. */
    private static final int SLOTS = 16;

    private static final int CONVERSATIONS = 24;

    private final Instant firstSlot;
    private final List<RecordedRequest> entries = new ArrayList<>();

    private RecordedLog(Instant firstSlot) {
        this.firstSlot = firstSlot;
    }

    /**
     * The next part of it.
     *
     * @param firstDay in the future, when it begins
     * @param part its number: each has slots and names of its own
     */
    static List<RecordedRequest> part(Instant firstDay, int part) {
        var log = new RecordedLog(firstDay.plus(Duration.ofDays(part)));
        String of = part + "-";
        try {
            for (int type = 1; type <= EVENT_TYPES; type++) {
                log.define(type);
            }
            for (int number = 0; number < EVENT_TYPES * SLOTS; number++) {
                log.reservation(1 + number % EVENT_TYPES, number / EVENT_TYPES, "r" + of + number);
            }
            for (int number = 0; number < CONVERSATIONS; number++) {
                log.conversation("scv_" + of + number, number % 2 == 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(log.entries);
    }

    private void define(int type) throws IOException {
        if (type % 2 == 0) {
            json(Topic.RESERVATION_REQUESTS, key(type), """
                    {"type":"define_event_type","title":"Intro call","length_minutes":30}""");
        } else {
            avro(
                    Topic.RESERVATION_REQUESTS,
                    key(type),
                    DefineEventType.newBuilder()
                            .setTitle("Intro call")
                            .setLengthMinutes(30)
                            .build()
                            .toByteBuffer());
        }
    }

    /** A hold, somebody else who comes too late, a repeat, and then one of four ends. */
    private void reservation(int type, int place, String uid) throws IOException {
        Instant slot = firstSlot.plus(Duration.ofHours(place));
        boolean avro = place % 2 == 0;
        reserve(avro, type, slot, uid);
        reserve(avro, type, slot, uid + "-late");
        reserve(!avro, type, slot, uid);
        switch (place % 4) {
            case 0 ->
                avro(
                        Topic.RESERVATION_REQUESTS,
                        key(type),
                        BookSlot.newBuilder()
                                .setBookingUid("b-" + uid)
                                .setReservationUid(uid)
                                .build()
                                .toByteBuffer());
            case 1 -> json(Topic.RESERVATION_REQUESTS, key(type), """
                    {"type":"release_reservation","reservation_uid":"%s"}""".formatted(uid));
            case 2 -> {
                avro(
                        Topic.RESERVATION_REQUESTS,
                        key(type),
                        UpdateReservation.newBuilder()
                                .setReservationUid(uid)
                                .setReservationDurationMinutes(10)
                                .build()
                                .toByteBuffer());
                avro(
                        Topic.RESERVATION_REQUESTS,
                        key(type),
                        ReleaseReservation.newBuilder()
                                .setReservationUid(uid)
                                .build()
                                .toByteBuffer());
            }
            default -> recorded(type, slot.plus(Duration.ofMinutes(30)), "rb-" + uid);
        }
    }

    private void reserve(boolean avro, int type, Instant slot, String uid) throws IOException {
        if (avro) {
            avro(
                    Topic.RESERVATION_REQUESTS,
                    key(type),
                    ReserveSlot.newBuilder()
                            .setRequestId("q-" + uid)
                            .setIncludeSnapshot(true)
                            .setReservationUid(uid)
                            .setSlotStart(slot)
                            .build()
                            .toByteBuffer());
        } else {
            json(Topic.RESERVATION_REQUESTS, key(type), """
                    {"type":"reserve_slot","request_id":"q-%1$s","include_snapshot":true,"reservation_uid":"%1$s",\
                    "slot_start":"%2$s"}""".formatted(uid, slot));
        }
    }

    /** A fact of another system, and that it is none any longer. */
    private void recorded(int type, Instant start, String uid) throws IOException {
        avro(
                Topic.RESERVATION_REQUESTS,
                key(type),
                RecordBooking.newBuilder()
                        .setBookingUid(uid)
                        .setStart(start)
                        .setEnd(start.plus(Duration.ofMinutes(30)))
                        .setStatus("accepted")
                        .setVersion(1L)
                        .build()
                        .toByteBuffer());
        json(Topic.RESERVATION_REQUESTS, key(type), """
                {"type":"cancel_booking","booking_uid":"%s","version":2}""".formatted(uid));
    }

    private void conversation(String id, boolean avro) throws IOException {
        Instant end = firstSlot.plus(Duration.ofHours(8));
        if (avro) {
            avro(
                    Topic.SELECTION_REQUESTS,
                    id,
                    CreateConversation.newBuilder()
                            .setParticipants(List.of(
                                    RequestedParticipant.newBuilder()
                                            .setParticipantId("@a")
                                            .build(),
                                    RequestedParticipant.newBuilder()
                                            .setParticipantId("@b")
                                            .build()))
                            .setTzid("Etc/UTC")
                            .setRequiredDuration(new Minutes(60))
                            .setAvailablePeriods(List.of(new RequestedPeriod(firstSlot, end)))
                            .build()
                            .toByteBuffer());
            select(id, "@a");
            select(id, "@b");
        } else {
            json(Topic.SELECTION_REQUESTS, id, """
                    {"type":"create_conversation","participants":[{"participant_id":"@a"},{"participant_id":"@b"}],\
                    "tzid":"Etc/UTC","required_duration":{"minutes":60},"start_interval":{"minutes":30},\
                    "available_periods":[{"start":"%s","end":"%s"}]}""".formatted(firstSlot, end));
            json(Topic.SELECTION_REQUESTS, id, """
                    {"type":"select_slots","participant_index":0,"selected_slots":[{"slot_id":"%s"}]}""".formatted(slotId()));
            json(Topic.SELECTION_REQUESTS, id, """
                    {"type":"withdraw_selection","participant_index":0}""");
            json(Topic.SELECTION_REQUESTS, id, """
                    {"type":"cancel_conversation","reason":"no longer needed"}""");
        }
    }

    private void select(String id, String participant) throws IOException {
        avro(
                Topic.SELECTION_REQUESTS,
                id,
                SelectSlots.newBuilder()
                        .setParticipant(participant)
                        .setSelectedSlots(List.of(new SlotChoice(slotId())))
                        .build()
                        .toByteBuffer());
    }

    private String slotId() {
        return "slt_" + firstSlot.getEpochSecond();
    }

    private static String key(int type) {
        return Integer.toString(type);
    }

    private void json(Topic input, String key, String request) {
        add(input, key, request.getBytes(StandardCharsets.UTF_8));
    }

    private void avro(Topic input, String key, ByteBuffer request) {
        byte[] value = new byte[request.remaining()];
        request.get(value);
        add(input, key, value);
    }

    private void add(Topic input, String key, byte[] value) {
        entries.add(new RecordedRequest(input, key, value));
    }
}
