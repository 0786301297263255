package io.slotkeeper.wire;

import static io.slotkeeper.wire.RequestTexts.bytes;
import static io.slotkeeper.wire.RequestTexts.refusal;
import static io.slotkeeper.wire.RequestTexts.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.Minutes;
import io.slotkeeper.RequestedParticipant;
import io.slotkeeper.RequestedPeriod;
import io.slotkeeper.RequestedSlots;
import io.slotkeeper.SelectSlots;
import io.slotkeeper.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.testing.AvroRequests;
import io.slotkeeper.testing.TestProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroRequestTest {

    private static final String RESERVE =
            "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T10:00:00Z'}";
    private static final String CREATE = "{'type':'create_conversation','participants':[{'participant_id':'@a'}],"
            + "'tzid':'Etc/UTC','required_duration':{'minutes':60},"
            + "'available_periods':[{'start':'2050-01-01T00:00:00Z','end':'2050-01-01T09:00:00Z'}]}";

    private static byte[] avro(String json) {
        return AvroRequests.of(TestProgram.json(json.replace('\'', '"')));
    }

    private static GenericData.Record record(String type) {
        return new GenericData.Record(AvroRequests.schemaOf(type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'select_slots','participant':'@karl','selected_slots':[{'slot_id':'slt_2535094800'}]}",
                "{'type':'select_slots','request_id':'r1','requested_by':'@karl','include_snapshot':true,'dry_run':true,"
                        + "'participant_index':1,'selected_slots':[]}",
                "{'type':'withdraw_selection','participant':'@karl','participant_index':0}",
                "{'type':'cancel_conversation','reason':'no \\u00e9 longer \\ud83d\\ude00 needed'}",
                "{'type':'cancel_conversation'}",
                "{'type':'create_conversation','participants':[{'participant_id':'@a','sub':'s','email':'a@b.c',"
                        + "'common_name':'A','managed_availability':true,'slots':{'selection_method':'auto'}},"
                        + "{'participant_id':'@b','slots':{}}],'tzid':'Etc/UTC','subject':'S',"
                        + "'event':{'b':[1,2.5,true,null,{'x':'y'}],'a':'\\n'},'required_duration':{'minutes':60},"
                        + "'start_interval':{'minutes':-1},'available_periods':"
                        + "[{'start':'2050-05-02T09:00:00+02:00','end':'2050-05-02T18:00:00.001Z'}],"
                        + "'selection_expires_after':{'minutes':2147483647}}",
                CREATE
            })
    void a_request_about_conversations_reads_as_its_json_form(String json) {
        assertThat(RequestReaders.conversations().read(avro(json)))
                .isEqualTo(RequestTexts.conversation(json))
                .isInstanceOf(ParsedRecord.ParsedRequest.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'define_event_type','title':'T','length_minutes':60,'lengths_minutes':[15,30,60],"
                        + "'seats_per_time_slot':5,'owner':'o@e.com','members':['m@e.com'],'schedule':{'time_zone':"
                        + "'Europe/Rome','rules':[{'days':['MON','FRI'],'start':'09:00','end':'17:00'}]},'version':7}",
                "{'type':'define_event_type','length_minutes':0}",
                "{'type':'remove_event_type','version':9223372036854775807}",
                "{'type':'remove_event_type'}",
                RESERVE,
                "{'type':'reserve_slot','reservation_uid':'','slot_start':'1970-01-01T00:00:00Z',"
                        + "'slot_duration_minutes':30,'reservation_duration_minutes':10}",
                "{'type':'update_reservation','reservation_uid':'a'}",
                "{'type':'update_reservation','reservation_uid':'a','slot_start':'9999-12-31T23:59:59.999Z'}",
                "{'type':'release_reservation','reservation_uid':'a','request_id':'x y'}",
                "{'type':'book_slot','booking_uid':'b','reservation_uid':'a'}",
                "{'type':'book_slot','booking_uid':'b','slot_start':'2050-09-05T10:00:00Z','slot_duration_minutes':60}",
                "{'type':'record_booking','booking_uid':'b','start':'2050-09-05T10:00:00Z',"
                        + "'end':'2050-09-05T11:00:00Z','status':'accepted','attendees':1,'version':3}",
                "{'type':'cancel_booking','booking_uid':'b','version':-4}"
            })
    void a_request_about_reservations_reads_as_its_json_form(String json) {
        assertThat(RequestReaders.reservations().read(avro(json)))
                .isEqualTo(RequestTexts.reservation(json))
                .isInstanceOf(ParsedRecord.ParsedRequest.class);
    }

    @Test
    void the_generated_classes_write_what_is_read() throws IOException {
        var select = SelectSlots.newBuilder()
                .setRequestId("r1")
                .setParticipant("@karl")
                .setSelectedSlots(List.of(new SlotChoice("slt_2535094800")))
                .build();
        assertThat(RequestReaders.conversations().read(select.toByteBuffer().array()))
                .isEqualTo(RequestTexts.conversation("{'type':'select_slots','request_id':'r1','participant':'@karl',"
                        + "'selected_slots':[{'slot_id':'slt_2535094800'}]}"));
        var create = io.slotkeeper.CreateConversation.newBuilder()
                .setParticipants(List.of(RequestedParticipant.newBuilder()
                        .setParticipantId("@a")
                        .setSlots(new RequestedSlots("manual"))
                        .build()))
                .setTzid("Etc/UTC")
                .setEvent("{\"a\": 1.0}")
                .setRequiredDuration(new Minutes(60))
                .setAvailablePeriods(List.of(new RequestedPeriod(
                        Instant.parse("2050-01-01T00:00:00Z"), Instant.parse("2050-01-01T09:00:00Z"))))
                .build();
        assertThat(RequestReaders.conversations().read(create.toByteBuffer().array()))
                .isEqualTo(RequestTexts.conversation(CREATE.replace(
                        "'participant_id':'@a'}],",
                        "'participant_id':'@a','slots':{'selection_method':'manual'}}],'event':{'a':1.0},")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "", "{", "{} {}", "{}, \"x\": 1", "{\"a\":1,\"a\":2}", "x"})
    void a_text_that_is_no_object_is_a_wrong_event_and_no_unreadable_record(String text) {
        assertThat(eventOf(text)).isEqualTo(FieldValue.malformed(Fault.TYPE));
    }

    @Test
    void an_event_has_the_limits_that_it_has_inside_json() {
        String deep = "{\"a\":".repeat(14) + "{}" + "}".repeat(14);
        assertThat(eventOf(deep)).isEqualTo(FieldValue.of(deep));
        assertThat(eventOf("{\"a\":" + deep + "}")).isEqualTo(FieldValue.malformed(Fault.TYPE));
        String large = "{\"a\":[" + "1,".repeat(5_000) + "1]}";
        assertThat(eventOf(large)).isEqualTo(FieldValue.of(large));
    }

    private static FieldValue<String> eventOf(String text) {
        var create = generic();
        create.put("event", text);
        var request = request(RequestReaders.conversations().read(AvroRequests.encode(create)))
                .request();
        return ((ConversationRequest.Create) request).event();
    }

    private static GenericData.Record generic() {
        var create = record("create_conversation");
        create.put("participants", List.of());
        create.put("tzid", "Etc/UTC");
        create.put("available_periods", List.of());
        var minutes = new GenericData.Record(
                create.getSchema().getField("required_duration").schema());
        minutes.put("minutes", 60);
        create.put("required_duration", minutes);
        return create;
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 253_402_300_800_000L, Long.MAX_VALUE})
    void an_instant_that_no_text_can_say_is_malformed(long millis) {
        var reserve = record("reserve_slot");
        reserve.put("reservation_uid", "a");
        reserve.put("slot_start", millis);
        assertThat(request(RequestReaders.reservations().read(AvroRequests.encode(reserve)))
                        .request())
                .isInstanceOfSatisfying(
                        ReserveSlot.class,
                        it -> assertThat(it.slotStart()).isEqualTo(FieldValue.malformed(Fault.FORMAT)));
        assertThat(IsoInstant.parse(IsoInstant.withMillis(Instant.ofEpochMilli(millis)))
                        .isMalformed())
                .isTrue();
    }

    @Test
    void whatever_is_cut_off_or_added_is_malformed() {
        byte[] whole = avro(RESERVE);
        for (int length = AvroReader.HEADER_BYTES; length < whole.length; length++) {
            assertThat(refusal(RequestReaders.reservations().read(Arrays.copyOf(whole, length))))
                    .as("%s bytes", length)
                    .isEqualTo(RefusedCode.AVRO_MALFORMED);
        }
        assertThat(refusal(RequestReaders.reservations().read(Arrays.copyOf(whole, whole.length + 1))))
                .isEqualTo(RefusedCode.AVRO_MALFORMED);
    }

    @Test
    void a_header_that_is_cut_off_is_no_known_format() {
        byte[] whole = avro(RESERVE);
        for (int length = 1; length < AvroReader.HEADER_BYTES; length++) {
            assertThat(refusal(RequestReaders.reservations().read(Arrays.copyOf(whole, length))))
                    .isEqualTo(RefusedCode.FORMAT_UNKNOWN);
        }
    }

    @Test
    void a_fingerprint_that_nobody_knows_and_a_type_of_the_other_topic_are_told_apart() {
        byte[] unknown = avro(RESERVE);
        unknown[5]++;
        assertThat(refusal(RequestReaders.reservations().read(unknown))).isEqualTo(RefusedCode.SCHEMA_UNKNOWN);
        assertThat(refusal(RequestReaders.conversations().read(avro(RESERVE)))).isEqualTo(RefusedCode.TYPE_UNKNOWN);
    }

    /** A claimed length must not be believed: it would be memory. */
    @Test
    void huge_lengths_negative_lengths_and_branches_that_do_not_exist_are_malformed() throws IOException {
        byte[] header = Arrays.copyOf(avro("{'type':'withdraw_selection'}"), AvroReader.HEADER_BYTES);
        for (long branch : new long[] {-1, 2, Integer.MAX_VALUE, Long.MIN_VALUE}) {
            assertMalformed(header, out -> out.writeLong(branch));
        }
        for (long length : new long[] {-1, 100, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertMalformed(header, out -> {
                out.writeLong(1);
                out.writeLong(length);
            });
        }
        byte[] selects = Arrays.copyOf(avro("{'type':'select_slots','selected_slots':[]}"), AvroReader.HEADER_BYTES);
        for (long count : new long[] {1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -5}) {
            assertMalformed(selects, out -> {
                for (int field = 0; field < 5; field++) {
                    out.writeLong(0);
                }
                out.writeLong(count);
            });
        }
    }

    private interface Content {
        void writeTo(BinaryEncoder out) throws IOException;
    }

    private static void assertMalformed(byte[] header, Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        content.writeTo(out);
        assertThat(refusal(RequestReaders.conversations().read(bytes.toByteArray())))
                .isEqualTo(RefusedCode.AVRO_MALFORMED);
    }

    @Test
    void text_that_is_not_utf_8_or_longer_than_json_allows_is_malformed() {
        byte[] bytes = avro("{'type':'cancel_conversation','reason':'ab'}");
        bytes[bytes.length - 1] = (byte) 0xFF;
        assertThat(refusal(RequestReaders.conversations().read(bytes))).isEqualTo(RefusedCode.AVRO_MALFORMED);
        String long4k = "{'type':'cancel_conversation','reason':'" + "a".repeat(4_096) + "'}";
        String longer = "{'type':'cancel_conversation','reason':'" + "a".repeat(4_097) + "'}";
        assertThat(RequestReaders.conversations().read(avro(long4k))).isEqualTo(RequestTexts.conversation(long4k));
        assertThat(refusal(RequestReaders.conversations().read(avro(longer)))).isEqualTo(RefusedCode.AVRO_MALFORMED);
        assertThat(refusal(RequestReaders.conversations().read(bytes(longer)))).isEqualTo(RefusedCode.JSON_MALFORMED);
    }

    @Test
    void every_single_byte_that_is_changed_gives_a_request_or_a_refused_record() {
        byte[] whole = avro("{'type':'select_slots','participant':'@k','selected_slots':[{'slot_id':'slt_1'}]}");
        for (int at = AvroReader.HEADER_BYTES; at < whole.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = whole.clone();
                changed[at] = (byte) value;
                assertThat(RequestReaders.conversations().read(changed)).isNotNull();
            }
        }
        assertThat(new String(whole, StandardCharsets.ISO_8859_1)).contains("slt_1");
    }
}
