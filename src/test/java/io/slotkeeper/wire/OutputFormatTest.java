package io.slotkeeper.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.Ending;
import io.slotkeeper.conversation.Participant;
import io.slotkeeper.conversation.Period;
import io.slotkeeper.conversation.Selection;
import io.slotkeeper.conversation.SelectionMethod;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.testing.BothFormats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputFormatTest {

    private static final Instant CREATED = Instant.parse("2026-04-30T08:00:00.120Z");
    private static final Instant UPDATED = Instant.parse("2026-05-01T07:00:00.003Z");
    private static final Slot NINE = slot("2026-05-02T09:00:00Z");
    private static final Slot TEN = slot("2026-05-02T10:00:00Z");
    private static final Fingerprint FINGERPRINT = new Fingerprint(1, 2, 3, 4);

    private final OutputFormat format = new BothFormats();

    private static Slot slot(String start) {
        return new Slot(Instant.parse(start), Instant.parse(start).plus(Duration.ofHours(1)));
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8).replace('"', '\'');
    }

    // Conversations.

    private static Participant participant(String id, SelectionMethod method, Optional<Slot> selected) {
        return new Participant(
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                method,
                selected.map(slot -> new Selection(slot, UPDATED)),
                RememberedRequests.NONE);
    }

    private static Participant grace() {
        return new Participant(
                Optional.of("@grace"),
                Optional.of("acc_5ba21743f408617d1269ea1e"),
                Optional.of("grace@company.com"),
                Optional.of("Grace Devlin"),
                Optional.of(false),
                SelectionMethod.AUTO,
                Optional.empty(),
                RememberedRequests.NONE);
    }

    private static Conversation conversation(
            List<Participant> participants, Optional<Duration> expiresAfter, Optional<Ending> ending) {
        return conversation(participants, Optional.empty(), expiresAfter, ending);
    }

    private static Conversation conversation(
            List<Participant> participants,
            Optional<String> event,
            Optional<Duration> expiresAfter,
            Optional<Ending> ending) {
        return new Conversation(
                new ConversationId("scv_1"),
                participants,
                "America/Chicago",
                event.map(any -> "Project Titan review"),
                event,
                Duration.ofMinutes(60),
                event.map(any -> Duration.ofMinutes(30)),
                List.of(
                        new Period(Instant.parse("2026-05-02T09:00:00Z"), Instant.parse("2026-05-02T18:00:00Z")),
                        new Period(Instant.parse("2026-05-01T09:00:00Z"), Instant.parse("2026-05-01T18:00:00Z"))),
                expiresAfter,
                ending,
                FINGERPRINT,
                CREATED,
                UPDATED,
                4,
                new Cause(
                        CauseType.SELECT_SLOTS,
                        Optional.of(new RequestId("r2")),
                        new Source("selection-requests", 3, 117)));
    }

    private static final String REVISION = ",'created_at':'2026-04-30T08:00:00.120Z','revision':4,"
            + "'updated_at':'2026-05-01T07:00:00.003Z','cause':{'type':'select_slots','request_id':'r2',"
            + "'topic':'selection-requests','partition':3,'offset':117}}";
    private static final String PERIODS =
            "'available_periods':[{'start':'2026-05-02T09:00:00Z','end':'2026-05-02T18:00:00Z'},"
                    + "{'start':'2026-05-01T09:00:00Z','end':'2026-05-01T18:00:00Z'}]";

    /** The seed's example response, with what docs/spec/topics.md and docs/spec/conversations.md add. */
    @Test
    void writes_a_complete_conversation() {
        var conversation = conversation(
                List.of(grace(), participant("@karl", SelectionMethod.MANUAL, Optional.of(NINE))),
                Optional.of("{\"location\":{\"description\":\"Board Room\"},\"b\":1.0,\"a\":1e3}"),
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(new Ending.Completed(NINE, UPDATED)));
        String nine = "'slot_id':'slt_1777712400','start':'2026-05-02T09:00:00Z','end':'2026-05-02T10:00:00Z'";
        assertThat(text(format.conversation(conversation)))
                .isEqualTo("{'scheduling_conversation_id':'scv_1','participants':[{'participant_id':'@grace',"
                        + "'sub':'acc_5ba21743f408617d1269ea1e','email':'grace@company.com',"
                        + "'common_name':'Grace Devlin','managed_availability':false,"
                        + "'slots':{'selection_method':'auto','selected':[{" + nine + "}]},"
                        + "'status':'complete','possible_actions':[]},"
                        + "{'participant_id':'@karl','slots':{'selection_method':'manual','selected':[{" + nine
                        + "}]},'status':'complete','possible_actions':[]}],"
                        + "'tzid':'America/Chicago','subject':'Project Titan review',"
                        + "'event':{'location':{'description':'Board Room'},'b':1.0,'a':1e3},"
                        + "'required_duration':{'minutes':60},'start_interval':{'minutes':30}," + PERIODS
                        + ",'selection_expires_after':{'minutes':5},"
                        + "'chosen_slot':{'available_slot_id':'slt_1777712400','start':'2026-05-02T09:00:00Z',"
                        + "'end':'2026-05-02T10:00:00Z'},'status':'complete'" + REVISION);
    }

    @Test
    void writes_a_conversation_in_progress_without_what_was_not_given() {
        var conversation = conversation(
                List.of(
                        participant("@grace", SelectionMethod.AUTO, Optional.empty()),
                        participant("@karl", SelectionMethod.MANUAL, Optional.empty())),
                Optional.empty(),
                Optional.empty());
        assertThat(text(format.conversation(conversation)))
                .isEqualTo("{'scheduling_conversation_id':'scv_1','participants':[{'participant_id':'@grace',"
                        + "'slots':{'selection_method':'auto'},'status':'waiting','possible_actions':[]},"
                        + "{'participant_id':'@karl','slots':{'selection_method':'manual'},'status':'needs_action',"
                        + "'possible_actions':['slots_list','slots_select']}],'tzid':'America/Chicago',"
                        + "'required_duration':{'minutes':60}," + PERIODS + ",'status':'in_progress'" + REVISION);
    }

    private String participants(Conversation conversation) {
        String text = text(format.conversation(conversation));
        return text.substring(text.indexOf("'participants':"), text.indexOf(",'tzid'"));
    }

    @Test
    void writes_when_a_selection_expires_before_its_slot_starts() {
        assertThat(participants(conversation(
                        List.of(
                                participant("@a", SelectionMethod.MANUAL, Optional.of(NINE)),
                                participant("@b", SelectionMethod.MANUAL, Optional.empty())),
                        Optional.of(Duration.ofMinutes(5)),
                        Optional.empty())))
                .isEqualTo("'participants':[{'participant_id':'@a','slots':{'selection_method':'manual',"
                        + "'selected':[{'slot_id':'slt_1777712400','start':'2026-05-02T09:00:00Z',"
                        + "'end':'2026-05-02T10:00:00Z','expires_at':'2026-05-01T07:05:00.003Z'}]},"
                        + "'status':'waiting','possible_actions':[]},"
                        + "{'participant_id':'@b','slots':{'selection_method':'manual'},'status':'needs_action',"
                        + "'possible_actions':['slots_list','slots_select']}]");
    }

    @Test
    void writes_no_expiry_where_the_start_of_the_slot_comes_first() {
        var selected = List.of(
                participant("@a", SelectionMethod.MANUAL, Optional.of(NINE)),
                participant("@b", SelectionMethod.MANUAL, Optional.of(TEN)));
        assertThat(participants(conversation(selected, Optional.empty(), Optional.empty())))
                .contains("'slt_1777712400'", "'slt_1777716000'", "'needs_action'")
                .doesNotContain("expires_at", "waiting");
        assertThat(participants(conversation(selected, Optional.of(Duration.ofDays(3)), Optional.empty())))
                .contains("'slt_1777712400'")
                .doesNotContain("expires_at");
        Duration untilTheStart = Duration.between(UPDATED, NINE.start());
        assertThat(participants(conversation(selected, Optional.of(untilTheStart), Optional.empty())))
                .contains("'slt_1777712400','start':'2026-05-02T09:00:00Z','end':'2026-05-02T10:00:00Z'}]")
                .contains("'expires_at':'2026-05-02T09:00:00.000Z'");
    }

    @Test
    void writes_why_a_conversation_was_cancelled_if_that_was_said() {
        var karl = List.of(participant("@karl", SelectionMethod.MANUAL, Optional.of(NINE)));
        String said = text(format.conversation(conversation(
                karl,
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(new Ending.Cancelled(Optional.of("a \"b\"\n"), UPDATED)))));
        assertThat(said)
                .endsWith(",'selection_expires_after':{'minutes':5},'status':'cancelled',"
                        + "'cancel_reason':'a \\'b\\'\\n'" + REVISION)
                .contains("'status':'waiting','possible_actions':[]")
                .doesNotContain("expires_at");
        String silent = text(format.conversation(
                conversation(karl, Optional.empty(), Optional.of(new Ending.Cancelled(Optional.empty(), UPDATED)))));
        assertThat(silent).endsWith(PERIODS + ",'status':'cancelled'" + REVISION);
    }

    @Test
    void writes_an_expired_conversation() {
        String text = text(format.conversation(conversation(
                List.of(participant("@karl", SelectionMethod.MANUAL, Optional.empty())),
                Optional.empty(),
                Optional.of(new Ending.Expired(UPDATED)))));
        assertThat(text)
                .contains("'status':'waiting','possible_actions':[]")
                .endsWith(PERIODS + ",'status':'expired'" + REVISION);
    }

    // Reservations.

    private static ReservationEvent.Snapshot reservation(
            ReservationStatus status, Optional<Principal> requestedBy, Optional<BookingUid> booking, Cause cause) {
        var hold = new Hold(
                new ReservationUid("e84be5a3"),
                Window.of(Instant.parse("2050-09-05T10:00:00Z"), Duration.ofMinutes(30)),
                Duration.ofMinutes(10),
                Instant.parse("2026-05-01T07:10:00.003Z"),
                requestedBy,
                FINGERPRINT,
                CREATED,
                UPDATED,
                2,
                cause,
                RememberedRequests.NONE,
                Optional.empty(),
                Optional.empty());
        return new ReservationEvent.Snapshot(new EventTypeKey("17"), hold, status, booking);
    }

    private static final String HELD =
            "{'reservation_uid':'e84be5a3','event_type':'17','slot_start':'2050-09-05T10:00:00.000Z',"
                    + "'slot_end':'2050-09-05T10:30:00.000Z','reservation_duration_minutes':10,"
                    + "'reservation_until':'2026-05-01T07:10:00.003Z',";
    private static final String HELD_REVISION =
            "'created_at':'2026-04-30T08:00:00.120Z','revision':2,'updated_at':'2026-05-01T07:00:00.003Z',"
                    + "'cause':{'type':'%s','request_id':%s,'topic':'reservation-requests','partition':1,'offset':9}}";

    private static Cause cause(CauseType type, Optional<RequestId> id) {
        return new Cause(type, id, new Source("reservation-requests", 1, 9));
    }

    @Test
    void writes_a_held_reservation() {
        assertThat(text(format.reservation(reservation(
                        ReservationStatus.HELD,
                        Optional.of(new Principal("o@x.com")),
                        Optional.empty(),
                        cause(CauseType.UPDATE_RESERVATION, Optional.of(new RequestId("r9")))))))
                .isEqualTo(HELD + "'requested_by':'o@x.com','status':'held',"
                        + HELD_REVISION.formatted("update_reservation", "'r9'"));
    }

    @Test
    void writes_a_booked_reservation_with_its_booking() {
        assertThat(text(format.reservation(reservation(
                        ReservationStatus.BOOKED,
                        Optional.empty(),
                        Optional.of(new BookingUid("b1")),
                        cause(CauseType.BOOK_SLOT, Optional.empty())))))
                .isEqualTo(HELD + "'requested_by':null,'status':'booked','booking_uid':'b1',"
                        + HELD_REVISION.formatted("book_slot", "null"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ReservationStatus.class,
            names = {"RELEASED", "EXPIRED", "PREEMPTED"})
    void writes_every_end_of_a_reservation(ReservationStatus status) {
        String name = switch (status) {
            case RELEASED -> "released";
            case EXPIRED -> "expired";
            default -> "preempted";
        };
        assertThat(text(format.reservation(reservation(
                        status,
                        Optional.empty(),
                        Optional.empty(),
                        cause(CauseType.RESERVATION_EXPIRED, Optional.empty())))))
                .isEqualTo(HELD + "'requested_by':null,'status':'" + name + "',"
                        + HELD_REVISION.formatted("reservation_expired", "null"));
    }

    // Outcomes.

    private static Outcome outcome(
            Verdict verdict, OptionalLong revision, Optional<Outcome.Subject> subject, Optional<Booking> booking) {
        return new Outcome(
                "r2",
                "select_slots",
                "scv_1",
                new Source("selection-requests", 3, 117),
                verdict,
                revision,
                Instant.parse("2026-11-20T08:00:00.123Z"),
                subject,
                booking,
                false);
    }

    private static final String HEAD =
            "{'request_id':'r2','request_type':'select_slots','key':'scv_1','source':{'topic':'selection-requests',"
                    + "'partition':3,'offset':117},";
    private static final String AT = "'at':'2026-11-20T08:00:00.123Z',";

    @Test
    void writes_an_accepted_outcome() {
        assertThat(text(format.outcome(
                        outcome(Verdict.ACCEPTED, OptionalLong.empty(), Optional.empty(), Optional.empty()))))
                .isEqualTo(HEAD + "'status':'accepted','code':null,'message':null,'errors':null,'revision':null," + AT
                        + "'snapshot':null,'available_at':null}");
    }

    @Test
    void writes_a_repeated_outcome() {
        assertThat(text(format.outcome(
                        outcome(Verdict.REPEATED, OptionalLong.of(7), Optional.empty(), Optional.empty()))))
                .isEqualTo(HEAD + "'status':'accepted','code':'repeated','message':null,'errors':null,'revision':7,"
                        + AT + "'snapshot':null,'available_at':null}");
    }

    @Test
    void writes_a_refused_outcome_with_its_one_error() {
        var refusal = Refusal.field("selected_slots[0].slot_id", Code.SLOT_UNAVAILABLE);
        assertThat(text(format.outcome(
                        outcome(Verdict.refused(refusal), OptionalLong.of(4), Optional.empty(), Optional.empty()))))
                .isEqualTo(HEAD + "'status':'refused','code':'slot_unavailable','message':'" + refusal.message()
                        + "','errors':{'selected_slots[0].slot_id':[{'key':'errors.slot_unavailable','description':'"
                        + refusal.message() + "'}]},'revision':4," + AT + "'snapshot':null,'available_at':null}");
        assertThat(refusal.message()).isNotBlank();
    }

    @Test
    void tells_when_what_is_in_the_way_has_lapsed() {
        var refusal = Refusal.base(Code.ALREADY_RESERVED).until(Instant.parse("2026-11-20T08:05:00.123Z"));
        assertThat(text(format.outcome(
                        outcome(Verdict.refused(refusal), OptionalLong.empty(), Optional.empty(), Optional.empty()))))
                .endsWith("'snapshot':null,'available_at':'2026-11-20T08:05:00.123Z'}");
    }

    @Test
    void groups_errors_by_path_in_the_order_of_the_field_table() {
        var errors = new FieldErrors();
        errors.add("participants[1].email", Code.INVALID_FORMAT, Rule.ID);
        errors.add("tzid", Code.REQUIRED, Rule.TIME_ZONE);
        errors.add("participants[1].email", Code.DUPLICATE);
        errors.add("participants[1].email", Code.INVALID_FORMAT, Rule.ID);
        errors.add("available_periods", Code.NO_SLOTS, Rule.MAX, 4);
        assertThat(text(format.outcome(outcome(
                        Verdict.refused(Refusal.of(errors)),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty()))))
                .contains("'code':'invalid_request'")
                .contains(",'errors':{'participants[1].email':[{'key':'errors.invalid_format','description':"
                        + "'participants[1].email must be 1 to 128 printable ASCII characters without space and /'},"
                        + "{'key':'errors.duplicate','description':'participants[1].email stands here twice'}],"
                        + "'tzid':[{'key':'errors.required','description':'tzid must be a known time zone'}],"
                        + "'available_periods':[{'key':'errors.no_slots','description':"
                        + "'available_periods must not be greater than 4'}]},'revision':null,");
    }

    @Test
    void carries_the_snapshot_that_was_asked_for() {
        var conversation = conversation(
                List.of(participant("@karl", SelectionMethod.MANUAL, Optional.empty())),
                Optional.empty(),
                Optional.empty());
        assertThat(text(format.outcome(outcome(
                        Verdict.ACCEPTED,
                        OptionalLong.of(4),
                        Optional.of(new Outcome.Subject.OfConversation(conversation)),
                        Optional.empty()))))
                .endsWith(",'revision':4," + AT + "'snapshot':" + text(format.conversation(conversation))
                        + ",'available_at':null}");
        var reservation = reservation(
                ReservationStatus.HELD,
                Optional.empty(),
                Optional.empty(),
                cause(CauseType.RESERVE_SLOT, Optional.empty()));
        assertThat(text(format.outcome(outcome(
                        Verdict.ACCEPTED,
                        OptionalLong.of(2),
                        Optional.of(new Outcome.Subject.OfReservation(reservation)),
                        Optional.empty()))))
                .endsWith(",'revision':2," + AT + "'snapshot':" + text(format.reservation(reservation))
                        + ",'available_at':null}");
    }

    @Test
    void carries_what_was_booked() {
        var booking = new Booking(
                new BookingUid("b1"),
                Window.of(Instant.parse("2050-09-05T10:00:00Z"), Duration.ofMinutes(30)),
                BookingStatus.ACCEPTED,
                1,
                OptionalLong.of(3),
                FINGERPRINT,
                Instant.EPOCH);
        assertThat(text(format.outcome(
                        outcome(Verdict.ACCEPTED, OptionalLong.empty(), Optional.empty(), Optional.of(booking)))))
                .endsWith("'snapshot':null,'booking':{'booking_uid':'b1','slot_start':'2050-09-05T10:00:00.000Z',"
                        + "'slot_end':'2050-09-05T10:30:00.000Z'},'available_at':null}");
    }

    // Refused records.

    @Test
    void writes_where_a_refused_record_stands_and_how_to_recognise_it_but_nothing_of_what_it_says() {
        var source = new Source("selection-requests", 3, 117);
        Instant at = Instant.parse("2026-11-20T08:00:00.123Z");
        assertThat(text(format.refused(
                        RefusedRecord.of(RefusedCode.JSON_MALFORMED, source, "abc".getBytes(UTF_8), at))))
                .isEqualTo("{'code':'json_malformed','topic':'selection-requests','partition':3,'offset':117,"
                        + "'value_length':3,'value_sha256':"
                        + "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',"
                        + "'at':'2026-11-20T08:00:00.123Z'}");
        assertThat(text(format.refused(RefusedRecord.of(RefusedCode.VALUE_MISSING, source, null, at))))
                .contains("'code':'value_missing'", "'value_length':0,")
                .contains("'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'");
    }
}
