package io.slotkeeper.wire;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.SlotsFields;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.reservation.ReservationRequest.ReleaseReservation;
import io.slotkeeper.reservation.ReservationRequest.RemoveEventType;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.ReservationRequest.RuleFields;
import io.slotkeeper.reservation.ReservationRequest.ScheduleFields;
import io.slotkeeper.reservation.ReservationRequest.UpdateReservation;
import io.slotkeeper.schema.SchemaVersions;
import java.util.Map;

/**
 * The types of request of each input topic and their field tables: the fields, in the order in which errors are listed
 * and fingerprints are made (docs/spec/topics.md#requests). Arguments of a constructor are evaluated from left to
 * right.
 */
public final class RequestReaders {

    private static final AvroReader AVRO = new AvroReader(SchemaVersions.of(AvroNames.REQUESTS));

    private RequestReaders() {}

    public static RequestReader<ConversationRequest> conversations() {
        return new RequestReader<>(
                AVRO,
                Map.of(
                        "create_conversation", RequestReaders::create,
                        "select_slots", RequestReaders::select,
                        "withdraw_selection", RequestReaders::withdraw,
                        "cancel_conversation", fields -> new Cancel(fields.text("reason"))),
                Refusal::of);
    }

    public static RequestReader<ReservationRequest> reservations() {
        return new RequestReader<>(
                AVRO,
                Map.of(
                        "define_event_type", RequestReaders::define,
                        "remove_event_type", fields -> new RemoveEventType(fields.integer("version")),
                        "reserve_slot", RequestReaders::reserve,
                        "update_reservation", RequestReaders::update,
                        "release_reservation", fields -> new ReleaseReservation(fields.text("reservation_uid")),
                        "book_slot", RequestReaders::book,
                        "record_booking", RequestReaders::record,
                        "cancel_booking",
                                fields -> new CancelBooking(fields.text("booking_uid"), fields.integer("version"))),
                // Row 1 of docs/spec/reservations.md: one code for whatever is wrong with the fields.
                errors -> Refusal.invalid(Code.INVALID_REQUEST.description(), errors));
    }

    private static Create create(FieldReader fields) {
        return new Create(
                fields.objects("participants", RequestReaders::participant),
                fields.text("tzid"),
                fields.text("subject"),
                fields.compactObject("event"),
                fields.object("required_duration", RequestReaders::minutes),
                fields.object("start_interval", RequestReaders::minutes),
                fields.objects(
                        "available_periods",
                        period -> new PeriodFields(period.instant("start"), period.instant("end"))),
                fields.object("selection_expires_after", RequestReaders::minutes));
    }

    private static ParticipantFields participant(FieldReader fields) {
        return new ParticipantFields(
                fields.text("participant_id"),
                fields.text("sub"),
                fields.text("email"),
                fields.text("common_name"),
                fields.bool("managed_availability"),
                fields.object("slots", slots -> new SlotsFields(slots.text("selection_method"))));
    }

    private static Minutes minutes(FieldReader fields) {
        return new Minutes(fields.integer("minutes"));
    }

    private static Select select(FieldReader fields) {
        return new Select(
                fields.text("participant"),
                fields.integer("participant_index"),
                fields.objects("selected_slots", slot -> new SlotChoice(slot.text("slot_id"))));
    }

    private static Withdraw withdraw(FieldReader fields) {
        return new Withdraw(fields.text("participant"), fields.integer("participant_index"));
    }

    private static DefineEventType define(FieldReader fields) {
        return new DefineEventType(
                fields.text("title"),
                fields.integer("length_minutes"),
                fields.integers("lengths_minutes"),
                fields.integer("seats_per_time_slot"),
                fields.text("owner"),
                fields.texts("members"),
                fields.object("schedule", RequestReaders::schedule),
                fields.integer("max_live_holds_per_party"),
                fields.integer("max_extensions"),
                fields.integer("max_hold_minutes_total"),
                fields.integer("buffer_before_minutes"),
                fields.integer("buffer_after_minutes"),
                fields.integer("slot_interval_minutes"),
                fields.integer("version"));
    }

    private static ScheduleFields schedule(FieldReader fields) {
        return new ScheduleFields(
                fields.text("time_zone"),
                fields.objects(
                        "rules", rule -> new RuleFields(rule.texts("days"), rule.text("start"), rule.text("end"))));
    }

    private static ReserveSlot reserve(FieldReader fields) {
        return new ReserveSlot(
                fields.text("reservation_uid"),
                fields.instant("slot_start"),
                fields.integer("slot_duration_minutes"),
                fields.integer("reservation_duration_minutes"));
    }

    private static UpdateReservation update(FieldReader fields) {
        return new UpdateReservation(
                fields.text("reservation_uid"),
                fields.instant("slot_start"),
                fields.integer("slot_duration_minutes"),
                fields.integer("reservation_duration_minutes"));
    }

    private static BookSlot book(FieldReader fields) {
        return new BookSlot(
                fields.text("booking_uid"),
                fields.text("reservation_uid"),
                fields.instant("slot_start"),
                fields.integer("slot_duration_minutes"));
    }

    private static RecordBooking record(FieldReader fields) {
        return new RecordBooking(
                fields.text("booking_uid"),
                fields.instant("start"),
                fields.instant("end"),
                fields.text("status"),
                fields.integer("attendees"),
                fields.integer("version"));
    }
}
