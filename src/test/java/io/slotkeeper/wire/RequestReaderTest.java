package io.slotkeeper.wire;

import static io.slotkeeper.wire.RequestTexts.bytes;
import static io.slotkeeper.wire.RequestTexts.conversation;
import static io.slotkeeper.wire.RequestTexts.refusal;
import static io.slotkeeper.wire.RequestTexts.request;
import static io.slotkeeper.wire.RequestTexts.reservation;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.SlotsFields;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.request.FieldErrors.FieldError;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
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
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    // What is no request.

    static Stream<Arguments> refusedValues() {
        return Stream.of(
                Arguments.of("an empty value", new byte[0], RefusedCode.VALUE_MISSING),
                Arguments.of("text", "hello".getBytes(UTF_8), RefusedCode.FORMAT_UNKNOWN),
                Arguments.of("an array", "[]".getBytes(UTF_8), RefusedCode.FORMAT_UNKNOWN),
                Arguments.of("a byte order mark", "\uFEFF{\"type\":\"x\"}".getBytes(UTF_8), RefusedCode.FORMAT_UNKNOWN),
                Arguments.of("a form feed", "\f{}".getBytes(UTF_8), RefusedCode.FORMAT_UNKNOWN),
                Arguments.of("UTF-16", "\uFEFF{}".getBytes(UTF_16BE), RefusedCode.FORMAT_UNKNOWN),
                Arguments.of("UTF-16LE", "{}".getBytes(UTF_16LE), RefusedCode.JSON_MALFORMED),
                Arguments.of("half an Avro header", new byte[] {(byte) 0xC3, 1, 2}, RefusedCode.FORMAT_UNKNOWN),
                Arguments.of("Confluent", new byte[] {0, 0, 0, 0, 7, 2}, RefusedCode.SCHEMA_REGISTRY_NOT_SUPPORTED),
                Arguments.of("only white space", " \r\n\t".getBytes(UTF_8), RefusedCode.JSON_MALFORMED),
                Arguments.of("cut off", "{\"type\":\"withdr".getBytes(UTF_8), RefusedCode.JSON_MALFORMED),
                Arguments.of("something behind", bytes("{'type':'withdraw_selection'} {}"), RefusedCode.JSON_MALFORMED),
                Arguments.of("type twice", bytes("{'type':'a','type':'b'}"), RefusedCode.JSON_MALFORMED),
                Arguments.of("no type", bytes("{}"), RefusedCode.TYPE_MISSING),
                Arguments.of("null as type", bytes("{'type':null}"), RefusedCode.TYPE_MISSING),
                Arguments.of("a number as type", bytes("{'type':1}"), RefusedCode.TYPE_MISSING),
                Arguments.of("an object as type", bytes("{'type':{}}"), RefusedCode.TYPE_MISSING),
                Arguments.of("an empty type", bytes("{'type':''}"), RefusedCode.TYPE_UNKNOWN),
                Arguments.of("another case", bytes("{'type':'Withdraw_Selection'}"), RefusedCode.TYPE_UNKNOWN),
                Arguments.of("a space behind", bytes("{'type':'withdraw_selection '}"), RefusedCode.TYPE_UNKNOWN),
                Arguments.of("a tick", bytes("{'type':'tick'}"), RefusedCode.TYPE_UNKNOWN),
                Arguments.of("a reservation request", bytes("{'type':'reserve_slot'}"), RefusedCode.TYPE_UNKNOWN));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refusedValues")
    void refuses_what_is_no_request_of_the_topic(String what, byte[] value, RefusedCode expected) {
        assertThat(refusal(RequestReaders.conversations().read(value))).as(what).isEqualTo(expected);
    }

    @Test
    void refuses_no_value() {
        assertThat(refusal(RequestReaders.conversations().read(null))).isEqualTo(RefusedCode.VALUE_MISSING);
    }

    @Test
    void refuses_a_request_of_the_other_topic_here_too() {
        assertThat(refusal(reservation("{'type':'select_slots'}"))).isEqualTo(RefusedCode.TYPE_UNKNOWN);
    }

    @Test
    void reads_a_value_of64_ki_b_and_refuses_one_more_whatever_it_is() {
        String json = "{'type':'withdraw_selection'}";
        String longest = " ".repeat(64 * 1024 - json.length()) + json;
        assertThat(bytes(longest)).hasSize(65_536);
        request(conversation(longest));
        assertThat(refusal(conversation(" " + longest))).isEqualTo(RefusedCode.VALUE_TOO_LARGE);
        assertThat(refusal(RequestReaders.conversations().read(new byte[65_537])))
                .isEqualTo(RefusedCode.VALUE_TOO_LARGE);
    }

    // Fields.

    private static <T> FieldValue<T> given(T value) {
        return FieldValue.of(value);
    }

    @Test
    void reads_create_conversation() {
        assertThat(request(conversation("{'type':'create_conversation','participants':[{'participant_id':'@grace',"
                                + "'sub':'acc_1','email':'g@x.com','common_name':'Grace','managed_availability':true,"
                                + "'slots':{'selection_method':'auto'}},{}],'tzid':'America/Chicago','subject':'S',"
                                + "'event':{'b':1.0},'required_duration':{'minutes':60},'start_interval':{'minutes':30},"
                                + "'available_periods':[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}],"
                                + "'selection_expires_after':{'minutes':5}}"))
                        .request())
                .isEqualTo(new Create(
                        given(List.of(
                                given(new ParticipantFields(
                                        given("@grace"),
                                        given("acc_1"),
                                        given("g@x.com"),
                                        given("Grace"),
                                        given(true),
                                        given(new SlotsFields(given("auto"))))),
                                given(new ParticipantFields(
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.absent())))),
                        given("America/Chicago"),
                        given("S"),
                        given("{\"b\":1.0}"),
                        given(new Minutes(given(60L))),
                        given(new Minutes(given(30L))),
                        given(List.of(given(new PeriodFields(
                                given(Instant.parse("2050-05-02T09:00:00Z")),
                                given(Instant.parse("2050-05-02T18:00:00Z")))))),
                        given(new Minutes(given(5L)))));
    }

    @Test
    void reads_the_other_requests_of_conversations() {
        assertThat(request(conversation("{'type':'select_slots','participant':'@karl','participant_index':1,"
                                + "'selected_slots':[{'slot_id':'slt_1'}]}"))
                        .request())
                .isEqualTo(
                        new Select(given("@karl"), given(1L), given(List.of(given(new SlotChoice(given("slt_1")))))));
        assertThat(request(conversation("{'type':'withdraw_selection','participant':'@karl','participant_index':1}"))
                        .request())
                .isEqualTo(new Withdraw(given("@karl"), given(1L)));
        assertThat(request(conversation("{'type':'cancel_conversation','reason':'r'}"))
                        .request())
                .isEqualTo(new ConversationRequest.Cancel(given("r")));
    }

    @Test
    void reads_definitions_of_event_types() {
        assertThat(request(reservation("{'type':'define_event_type','title':'T','length_minutes':60,"
                                + "'lengths_minutes':[15,30],'seats_per_time_slot':5,'owner':'o','members':['m'],"
                                + "'schedule':{'time_zone':'Europe/Rome','rules':[{'days':['MON','TUE'],"
                                + "'start':'09:00','end':'17:00'}]},'max_live_holds_per_party':2,'max_extensions':0,"
                                + "'max_hold_minutes_total':30,'buffer_before_minutes':5,'buffer_after_minutes':10,"
                                + "'slot_interval_minutes':15,'version':7}"))
                        .request())
                .isEqualTo(new DefineEventType(
                        given("T"),
                        given(60L),
                        given(List.of(given(15L), given(30L))),
                        given(5L),
                        given("o"),
                        given(List.of(given("m"))),
                        given(new ScheduleFields(
                                given("Europe/Rome"),
                                given(List.of(given(new RuleFields(
                                        given(List.of(given("MON"), given("TUE"))),
                                        given("09:00"),
                                        given("17:00"))))))),
                        given(2L),
                        given(0L),
                        given(30L),
                        given(5L),
                        given(10L),
                        given(15L),
                        given(7L)));
        assertThat(request(reservation("{'type':'remove_event_type','version':8}"))
                        .request())
                .isEqualTo(new RemoveEventType(given(8L)));
    }

    @Test
    void reads_the_other_requests_of_reservations() {
        Instant start = Instant.parse("2050-09-05T10:00:00Z");
        String slot = "'slot_start':'2050-09-05T10:00:00Z','slot_duration_minutes':30";
        assertThat(request(reservation("{'type':'reserve_slot','reservation_uid':'u'," + slot
                                + ",'reservation_duration_minutes':10}"))
                        .request())
                .isEqualTo(new ReserveSlot(given("u"), given(start), given(30L), given(10L)));
        assertThat(request(reservation("{'type':'update_reservation','reservation_uid':'u'," + slot
                                + ",'reservation_duration_minutes':10}"))
                        .request())
                .isEqualTo(new UpdateReservation(given("u"), given(start), given(30L), given(10L)));
        assertThat(request(reservation("{'type':'release_reservation','reservation_uid':'u'}"))
                        .request())
                .isEqualTo(new ReleaseReservation(given("u")));
        assertThat(request(reservation("{'type':'book_slot','booking_uid':'b','reservation_uid':'u'," + slot + "}"))
                        .request())
                .isEqualTo(new BookSlot(given("b"), given("u"), given(start), given(30L)));
        assertThat(request(reservation("{'type':'record_booking','booking_uid':'b','start':'2050-09-05T10:00:00Z',"
                                + "'end':'2050-09-05T10:30:00Z','status':'accepted','attendees':2,'version':3}"))
                        .request())
                .isEqualTo(new RecordBooking(
                        given("b"),
                        given(start),
                        given(start.plusSeconds(1_800)),
                        given("accepted"),
                        given(2L),
                        given(3L)));
        assertThat(request(reservation("{'type':'cancel_booking','booking_uid':'b','version':4}"))
                        .request())
                .isEqualTo(new CancelBooking(given("b"), given(4L)));
    }

    @Test
    void ignores_unknown_fields_whatever_they_hold() {
        assertThat(request(reservation(
                                "{'x':{'type':'a','list':[1,{'y':null}]},'type':'release_reservation','reservation_uid':'u',"
                                        + "'slot_start':5,'big':1e999,'s':'\\ud800'}"))
                        .request())
                .isEqualTo(new ReleaseReservation(given("u")));
    }

    @Test
    void takes_null_as_left_out_everywhere() {
        assertThat(request(reservation("{'type':'book_slot','booking_uid':null,'reservation_uid':null,"
                        + "'slot_start':null,'slot_duration_minutes':null,'request_id':null,'requested_by':null,"
                        + "'include_snapshot':null,'dry_run':null}")))
                .isEqualTo(request(reservation("{'type':'book_slot'}")))
                .satisfies(read -> assertThat(read.fault()).isEmpty());
        Create create = (Create) request(conversation("{'type':'create_conversation','event':null,'participants':null,"
                        + "'required_duration':null,'available_periods':[{'start':null}]}"))
                .request();
        assertThat(create.event()).isEqualTo(FieldValue.absent());
        assertThat(create.participants()).isEqualTo(FieldValue.absent());
        assertThat(create.requiredDuration()).isEqualTo(FieldValue.absent());
        assertThat(create.availablePeriods())
                .isEqualTo(given(List.of(given(new PeriodFields(FieldValue.absent(), FieldValue.absent())))));
    }

    @Test
    void an_element_that_is_null_is_not_left_out() {
        DefineEventType define =
                (DefineEventType) request(reservation("{'type':'define_event_type','members':['a',null]}"))
                        .request();
        assertThat(define.members()).isEqualTo(given(List.of(given("a"), FieldValue.malformed(Fault.TYPE))));
    }

    private static FieldValue<Long> version(String number) {
        return ((RemoveEventType) request(reservation("{'type':'remove_event_type','version':" + number + "}"))
                        .request())
                .version();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "7, 7",
        "-7, -7",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void reads_integers_of64_bits(String number, long expected) {
        assertThat(version(number)).isEqualTo(given(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999999999999999",
                "1.0",
                "1e3",
                "1E0",
                "0.5",
                "-0.0"
            })
    void takes_no_fraction_no_exponent_and_nothing_beyond64_bits_for_an_integer(String number) {
        assertThat(version(number)).isEqualTo(FieldValue.malformed(Fault.FORMAT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1'", "''", "true", "[1]", "{}"})
    void takes_nothing_else_for_an_integer(String value) {
        assertThat(version(value)).isEqualTo(FieldValue.malformed(Fault.TYPE));
    }

    @ParameterizedTest
    @CsvSource({
        "1, TYPE",
        "true, TYPE",
        "{}, TYPE",
        "'''2050-02-30T10:00:00Z''', NO_SUCH_DATE",
        "'''2050-09-05''', FORMAT",
        "'''''', FORMAT",
        "'''2050-09-05T10:00:00''', FORMAT",
        "'''2050-09-05T24:00:00Z''', FORMAT",
        "'''2050-09-05T10:00:60Z''', FORMAT",
        "'''2050-09-05T10:00:00.0001Z''', TOO_FINE"
    })
    void tells_why_an_instant_cannot_be_used(String value, Fault expected) {
        ReserveSlot reserve = (ReserveSlot) request(reservation("{'type':'reserve_slot','slot_start':" + value + "}"))
                .request();
        assertThat(reserve.slotStart()).isEqualTo(FieldValue.malformed(expected));
    }

    @Test
    void tells_fields_of_the_wrong_type() {
        Create create = (Create) request(conversation("{'type':'create_conversation','participants':{},'tzid':1,"
                        + "'subject':[],'event':'{}','required_duration':60,'start_interval':'60','available_periods':[1],"
                        + "'selection_expires_after':[]}"))
                .request();
        assertThat(create)
                .isEqualTo(new Create(
                        FieldValue.malformed(Fault.TYPE),
                        FieldValue.malformed(Fault.TYPE),
                        FieldValue.malformed(Fault.TYPE),
                        FieldValue.malformed(Fault.TYPE),
                        FieldValue.malformed(Fault.TYPE),
                        FieldValue.malformed(Fault.TYPE),
                        given(List.of(FieldValue.malformed(Fault.TYPE))),
                        FieldValue.malformed(Fault.TYPE)));
    }

    @Test
    void keeps_an_event_as_compact_text_with_order_and_numbers_as_sent() {
        Create create =
                (Create) request(conversation("{'type':'create_conversation','event': { 'z' : 1.0 , 'a':[ 1e3 , -0 ,"
                                + "12345678901234567890.10],\n 'n':null,'s':'\\u00e9 \\n'} }"))
                        .request();
        assertThat(create.event())
                .isEqualTo(given("{\"z\":1.0,\"a\":[1e3,-0,12345678901234567890.10],\"n\":null,\"s\":\"é \\n\"}"));
    }

    @Test
    void leaves_halves_of_surrogate_pairs_to_the_state_machine() {
        ReleaseReservation release =
                (ReleaseReservation) request(reservation("{'type':'release_reservation','reservation_uid':'\\ud800'}"))
                        .request();
        assertThat(release.reservationUid()).isEqualTo(given("\ud800"));
    }

    // The envelope.

    private static ParsedRequest<ReservationRequest> withEnvelope(String fields) {
        return request(reservation("{'type':'release_reservation'" + fields + "}"));
    }

    private static List<String> paths(Refusal refusal) {
        return refusal.errors().stream().map(FieldError::path).toList();
    }

    @Test
    void reads_the_envelope() {
        ParsedRequest<ReservationRequest> read =
                withEnvelope(",'request_id':'r-1','requested_by':'a@b.com','include_snapshot':true,'dry_run':true");
        assertThat(read.type()).isEqualTo("release_reservation");
        assertThat(read.requestId()).contains(new RequestId("r-1"));
        assertThat(read.requestedBy()).contains(new Principal("a@b.com"));
        assertThat(read.includeSnapshot()).isTrue();
        assertThat(read.dryRun()).isTrue();
        assertThat(read.fault()).isEmpty();
    }

    @Test
    void an_empty_envelope_means_a_trusted_service_that_wants_no_snapshot() {
        ParsedRequest<ReservationRequest> read = withEnvelope("");
        assertThat(read.requestId()).isEmpty();
        assertThat(read.requestedBy()).isEmpty();
        assertThat(read.includeSnapshot()).isFalse();
        assertThat(read.dryRun()).isFalse();
        assertThat(read.fault()).isEmpty();
        assertThat(withEnvelope(",'include_snapshot':false").includeSnapshot()).isFalse();
    }

    @Test
    void an_envelope_field_at_its_limit_is_read() {
        String id = "~".repeat(64);
        String principal = "é".repeat(254);
        assertThat(withEnvelope(",'request_id':'" + id + "'").requestId()).contains(new RequestId(id));
        assertThat(withEnvelope(",'requested_by':'" + principal + "'").requestedBy())
                .contains(new Principal(principal));
    }

    static Stream<Arguments> faultyEnvelopes() {
        return Stream.of(
                Arguments.of("'request_id':'" + "x".repeat(65) + "'", "request_id"),
                Arguments.of("'request_id':''", "request_id"),
                Arguments.of("'request_id':'a b'", "request_id"),
                Arguments.of("'request_id':'a/b'", "request_id"),
                Arguments.of("'request_id':'a\\r\\nb'", "request_id"),
                Arguments.of("'request_id':'\\u001b[31m'", "request_id"),
                Arguments.of("'request_id':'é'", "request_id"),
                Arguments.of("'request_id':'\\ud800'", "request_id"),
                Arguments.of("'request_id':1", "request_id"),
                Arguments.of("'request_id':{}", "request_id"),
                Arguments.of("'requested_by':'" + "x".repeat(255) + "'", "requested_by"),
                Arguments.of("'requested_by':''", "requested_by"),
                Arguments.of("'requested_by':'a b'", "requested_by"),
                Arguments.of("'requested_by':'a\\nb'", "requested_by"),
                Arguments.of("'requested_by':'\\ud800'", "requested_by"),
                Arguments.of("'requested_by':false", "requested_by"),
                Arguments.of("'include_snapshot':'true'", "include_snapshot"),
                Arguments.of("'include_snapshot':1", "include_snapshot"),
                Arguments.of("'include_snapshot':[]", "include_snapshot"),
                Arguments.of("'dry_run':'true'", "dry_run"),
                Arguments.of("'dry_run':1", "dry_run"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultyEnvelopes")
    void an_envelope_field_that_is_wrong_is_a_fault_of_the_request_and_not_taken(String field, String path) {
        ParsedRequest<ReservationRequest> read = withEnvelope("," + field);
        assertThat(read.fault().map(RequestReaderTest::paths)).contains(List.of(path));
        assertThat(read.fault().orElseThrow().errors().get(0).code().key()).isEqualTo("errors.invalid_format");
        assertThat(read.requestId()).isEmpty();
        assertThat(read.requestedBy()).isEmpty();
        assertThat(read.includeSnapshot()).isFalse();
        assertThat(read.dryRun()).isFalse();
    }

    @Test
    void faults_of_an_envelope_are_listed_together() {
        ParsedRequest<ReservationRequest> read =
                withEnvelope(",'include_snapshot':1,'requested_by':'','request_id':'','reservation_uid':'u'");
        assertThat(read.fault().map(RequestReaderTest::paths))
                .contains(List.of("request_id", "requested_by", "include_snapshot"));
        assertThat(read.fault().orElseThrow().code().text()).isEqualTo("invalid_request");
    }

    @Test
    void a_single_fault_has_its_own_code_in_conversations_and_one_for_all_in_reservations() {
        String fault = ",'request_id':''";
        assertThat(withEnvelope(fault).fault().orElseThrow().code().text()).isEqualTo("invalid_request");
        var ofConversation = (ParsedRequest<ConversationRequest>)
                RequestReaders.conversations().read(bytes("{'type':'cancel_conversation'" + fault + "}"));
        assertThat(ofConversation.fault().orElseThrow().code().text()).isEqualTo("invalid_format");
    }
}
