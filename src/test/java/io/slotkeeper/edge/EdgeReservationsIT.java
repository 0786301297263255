package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationClient.names;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.VARIABLE;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.booked;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.edge.EventTypes.reserve;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static io.slotkeeper.testing.Refusals.assertWrongFields;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reservations over HTTP (docs/spec/reservations.md; docs/spec/http.md#reservations). */
final class EdgeReservationsIT {

    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String HALF_PAST_TEN = "2050-09-05T10:30:00Z";
    private static final String ELEVEN = "2050-09-05T11:00:00Z";
    private static final String SUCCESS = json("{'status':'success'}");

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    /** For what is refused, so that nobody meets anybody else's slots. */
    private static int hourly;

    private static int variable;

    @BeforeAll
    static void start() {
        hourly = types.define(HOUR);
        variable = types.define(VARIABLE);
    }

    private static String at(String uid) {
        return RESERVATIONS + "/" + uid;
    }

    private static String notFound(String uid) {
        return "Slot with uid=" + uid + " not found";
    }

    // Texts of the numbered table.
    private static final String ANONYMOUS_DURATION = "reservationDuration can only be used for authenticated requests"
            + " - use access token, api key or OAuth credentials";
    private static final String NOT_ENTITLED =
            "authenticated user is not owner of event type, does not have memberships in common with owner of the"
                    + " event type, nor does belong to event type's team or org.";
    private static final String NO_SUCH_DATE = "Invalid start date";
    private static final String FIXED_LENGTH =
            "You passed 'slotDuration' but this event type is not a variable length event type.";
    private static final String PAST = "Can't reserve a slot in the past.";
    private static final String BOOKED = "Can't reserve a slot if the event is already booked.";
    private static final String RESERVED =
            "This time slot is already reserved by another user. Please choose a different time.";

    // What a reservation looks like.

    @Test
    void a_reservation_has_the_fields_of_the_source_document() {
        int type = types.define(HOUR);
        Instant before = Instant.now().minusSeconds(2);
        HttpAnswer answer = reserve(edge.anonymous(), type, TEN);
        assertJson(answer, 201);
        assertThat(names(answer.json())).containsExactly("status", "data");
        assertThat(answer.at("/status")).isEqualTo("success");
        assertThat(names(answer.json().get("data")))
                .containsExactlyInAnyOrder(
                        "eventTypeId",
                        "slotStart",
                        "slotEnd",
                        "slotDuration",
                        "reservationDuration",
                        "reservationUid",
                        "reservationUntil",
                        "expiresInSeconds");
        assertThat(answer.json().at("/data/eventTypeId").intValue()).isEqualTo(type);
        assertThat(answer.at("/data/slotStart")).isEqualTo("2050-09-05T10:00:00.000Z");
        assertThat(answer.at("/data/slotEnd")).isEqualTo("2050-09-05T11:00:00.000Z");
        assertThat(answer.json().at("/data/slotDuration").intValue()).isEqualTo(60);
        assertThat(answer.json().at("/data/reservationDuration").intValue()).isEqualTo(5);
        assertThat(answer.at("/data/reservationUid"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(answer.at("/data/reservationUntil")).hasSize("2050-09-05T10:00:00.000Z".length());
        assertThat(Instant.parse(answer.at("/data/reservationUntil")))
                .isBetween(before.plusSeconds(300), Instant.now().plusSeconds(302));
    }

    @Test
    void a_reservation_is_read_by_its_uid() {
        HttpAnswer granted = reserve(edge.anonymous(), types.define(HOUR), TEN);
        String uid = granted.at("/data/reservationUid");
        HttpAnswer read = edge.bob().get(at(uid));
        assertJson(read, 200);
        assertThat(names(read.json())).containsExactly("status", "data");
        assertThat(names(read.json().get("data")))
                .containsExactlyInAnyOrder(
                        "eventTypeId",
                        "slotStart",
                        "slotEnd",
                        "slotDuration",
                        "reservationUid",
                        "reservationUntil",
                        "expiresInSeconds");
        assertThat(granted.json().at("/data/expiresInSeconds").intValue()).isEqualTo(300);
        assertThat(read.json().at("/data/expiresInSeconds").intValue()).isBetween(270, 300);
        read.json().get("data").properties().stream()
                .filter(field -> !field.getKey().equals("expiresInSeconds"))
                .forEach(field ->
                        assertThat(field.getValue()).isEqualTo(granted.json().at("/data/" + field.getKey())));
    }

    @Test
    void its_owner_and_its_members_choose_how_long_a_slot_is_reserved() {
        int type = types.define(
                "{'length_minutes':60,'members':['" + EdgeInstance.principal(EdgeInstance.TOKENS.get(1)) + "']}");
        HttpAnswer owners = edge.alice().post(RESERVATIONS, body(type, TEN, ",'reservationDuration':10"));
        assertJson(owners, 201);
        assertThat(owners.json().at("/data/reservationDuration").intValue()).isEqualTo(10);
        HttpAnswer members = edge.bob().post(RESERVATIONS, body(type, ELEVEN, ",'reservationDuration':1440"));
        assertJson(members, 201);
        assertThat(Duration.between(Instant.now(), Instant.parse(members.at("/data/reservationUntil"))))
                .isBetween(Duration.ofMinutes(1439), Duration.ofMinutes(1441));
    }

    @Test
    void one_of_the_types_lengths_may_be_asked_for() {
        HttpAnswer answer =
                edge.anonymous().post(RESERVATIONS, body(types.define(VARIABLE), TEN, ",'slotDuration':15"));
        assertJson(answer, 201);
        assertThat(answer.at("/data/slotEnd")).isEqualTo("2050-09-05T10:15:00.000Z");
        assertThat(answer.json().at("/data/slotDuration").intValue()).isEqualTo(15);
        assertThat(reserve(edge.anonymous(), types.define(VARIABLE), TEN).at("/data/slotEnd"))
                .isEqualTo("2050-09-05T11:00:00.000Z");
    }

    // Row 1: the body.

    private static final String START_WRONG = "slotStart must be a valid ISO 8601 date string";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'eventTypeId':'1','slotStart':'soon','slotDuration':'30','reservationDuration':'5'}",
                "{'eventTypeId':1.0,'slotStart':2535094800,'slotDuration':30.5,'reservationDuration':5e0}",
                "{'reservationDuration':true,'slotDuration':[30],'slotStart':{},'eventTypeId':{}}",
            })
    void all_that_is_wrong_with_a_body_is_told_in_the_order_of_the_fields(String body) {
        List<String> all = List.of(
                "eventTypeId must be an integer number",
                START_WRONG,
                "slotDuration must be an integer number",
                "reservationDuration must be an integer number");
        String[] expected = all.subList(0, body.equals("{}") ? 2 : 4).toArray(String[]::new);
        assertWrongFields(edge.anonymous().post(RESERVATIONS, json(body)), RESERVATIONS, expected);
        String uid = hold(edge.anonymous(), types.define(HOUR), TEN);
        assertWrongFields(edge.anonymous().patch(at(uid), json(body)), at(uid), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'slotDuration':'30'         | slotDuration must be an integer number",
                "'slotDuration':30.0         | slotDuration must be an integer number",
                "'slotDuration':0            | slotDuration must not be less than 1",
                "'slotDuration':-30          | slotDuration must not be less than 1",
                "'slotDuration':1441         | slotDuration must not be greater than 1440",
                "'reservationDuration':'5'   | reservationDuration must be an integer number",
                "'reservationDuration':false | reservationDuration must be an integer number",
                "'reservationDuration':0     | reservationDuration must not be less than 1",
                "'reservationDuration':1441  | reservationDuration must not be greater than 1440",
            })
    void a_duration_is_a_whole_number_of_minutes_within_its_limit(String field, String text) {
        assertWrongFields(edge.alice().post(RESERVATIONS, body(variable, TEN, "," + field)), RESERVATIONS, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'soon'",
                "''",
                "2535094800",
                "true",
                "null",
                "'05.09.2050'",
                "'20500905'",
                "'2050-9-5'",
                "'2050-09-05T'",
                "'2050-09-05 10:00:00Z'",
                "'2050-09-05T10'",
                "'2050-09-05T25:00:00Z'",
                "'2050-09-05T24:00:00Z'",
                "'2050-09-05T10:60:00Z'",
                "'2050-09-05T10:00:60Z'",
                "'2050-09-05T10:00:00+25:00'",
                "'2050-13-01'",
                "'2050-00-10'",
                "'2050-01-32'",
                "'1969-12-31T23:59:59Z'",
                "'10000-01-01'",
                "'2050-09-05T10:00:00Z '",
                "'\\ud800'",
            })
    void what_is_no_date_is_refused(String start) {
        assertWrongFields(
                edge.anonymous().post(RESERVATIONS, json("{'eventTypeId':" + hourly + ",'slotStart':" + start + "}")),
                RESERVATIONS,
                START_WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "2050-09-05T10:00:00Z,      2050-09-05T10:00:00.000Z",
        "2050-09-05,                2050-09-05T00:00:00.000Z",
        "2050-09-05T10:00:00,       2050-09-05T10:00:00.000Z",
        "2050-09-05T10:00:00.25,    2050-09-05T10:00:00.250Z",
        "2050-09-05T12:00:00+02:00, 2050-09-05T10:00:00.000Z",
        "2050-09-05T04:30:00-05:30, 2050-09-05T10:00:00.000Z",
        "2050-09-05T10:00:00.5Z,    2050-09-05T10:00:00.500Z",
        "2050-09-05T00:30:00+01:00, 2050-09-04T23:30:00.000Z",
        "2050-09-05T10:00Z,         2050-09-05T10:00:00.000Z",
        "2050-09-05T10:00,          2050-09-05T10:00:00.000Z",
        "2050-09-05T12:00+02,       2050-09-05T10:00:00.000Z",
        "2050-09-05T12:00:00+0200,  2050-09-05T10:00:00.000Z",
    })
    void a_date_may_lack_its_time_or_its_offset_or_have_any_offset(String start, String told) {
        HttpAnswer answer = reserve(edge.anonymous(), types.define(HOUR), start);
        assertJson(answer, 201);
        assertThat(answer.at("/data/slotStart")).isEqualTo(told);
        String uid = answer.at("/data/reservationUid");
        assertThat(edge.anonymous().get(at(uid)).at("/data/slotStart")).isEqualTo(told);
    }

    @Test
    void what_is_left_out_may_be_null() {
        int type = types.define(HOUR);
        assertJson(
                edge.anonymous().post(RESERVATIONS, body(type, TEN, ",'slotDuration':null,'reservationDuration':null")),
                201);
    }

    // Rows 2 to 8.

    @Test
    void nobody_anonymous_chooses_how_long_a_slot_is_reserved() {
        HttpAnswer refused = edge.anonymous().post(RESERVATIONS, body(hourly, TEN, ",'reservationDuration':5"));
        assertRefused(refused, 401, RESERVATIONS, ANONYMOUS_DURATION);
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void an_unknown_event_type_is_not_found() {
        int type = types.next();
        assertRefused(
                reserve(edge.anonymous(), type, TEN), 404, RESERVATIONS, "Event Type with ID=" + type + " not found");
        for (String number : List.of("-1", "9007199254740992", "123456789012345678901234567890")) {
            assertRefused(
                    edge.alice().post(RESERVATIONS, json("{'eventTypeId':" + number + ",'slotStart':'" + TEN + "'}")),
                    404,
                    RESERVATIONS,
                    "Event Type with ID=" + number + " not found");
        }
    }

    @Test
    void a_stranger_does_not_choose_how_long_a_slot_is_reserved() {
        int type = types.define(HOUR);
        assertRefused(
                edge.bob().post(RESERVATIONS, body(type, TEN, ",'reservationDuration':5")),
                403,
                RESERVATIONS,
                NOT_ENTITLED);
        assertJson(reserve(edge.bob(), type, TEN), 201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2050-02-30", "2050-02-30T10:00:00Z", "2051-02-29T10:00:00", "2050-09-31T10:00:00+02:00"})
    void a_day_that_there_is_not_is_refused_in_other_words(String start) {
        assertRefused(reserve(edge.anonymous(), hourly, start), 400, RESERVATIONS, NO_SUCH_DATE);
    }

    @Test
    void a_fixed_length_is_not_asked_for() {
        assertRefused(
                edge.anonymous().post(RESERVATIONS, body(hourly, TEN, ",'slotDuration':60")),
                400,
                RESERVATIONS,
                FIXED_LENGTH);
    }

    @Test
    void another_length_than_the_types_is_refused_and_they_are_told() {
        int type = types.define("{'length_minutes':60,'lengths_minutes':[60,15,30]}");
        assertRefused(
                edge.anonymous().post(RESERVATIONS, body(type, TEN, ",'slotDuration':20")),
                400,
                RESERVATIONS,
                "Provided 'slotDuration' is not one of the possible lengths for the event type."
                        + " The possible lengths for this variable length event type are: 60, 15, 30");
    }

    @Test
    void the_past_is_not_reserved() {
        assertRefused(reserve(edge.anonymous(), hourly, "2001-09-05T10:00:00Z"), 422, RESERVATIONS, PAST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "anonymous | unknown | 'slotStart':'2050-02-30','slotDuration':0,'reservationDuration':5 | 400",
                "anonymous | unknown | 'slotStart':'2050-02-30','reservationDuration':5 | 401",
                "bob       | unknown | 'slotStart':'2050-02-30','reservationDuration':5 | 404",
                "bob       | known   | 'slotStart':'2050-02-30','reservationDuration':5,'slotDuration':7 | 403",
                "alice     | known   | 'slotStart':'2001-02-30','reservationDuration':5,'slotDuration':7 | Invalid",
                "alice     | known   | 'slotStart':'2001-02-28','reservationDuration':5,'slotDuration':7 | You passed",
                "alice     | known   | 'slotStart':'2001-02-28','reservationDuration':5 | Can't reserve a slot in",
            })
    void the_earlier_row_of_the_table_wins(String who, String type, String fields, String expected) {
        HttpApi client = who.equals("anonymous") ? edge.anonymous() : who.equals("bob") ? edge.bob() : edge.alice();
        int number = type.equals("known") ? hourly : types.next();
        HttpAnswer answer = client.post(RESERVATIONS, json("{'eventTypeId':" + number + "," + fields + "}"));
        assertThat(answer.status() + " " + answer.at("/error/message")).contains(expected);
    }

    // Rows 9 to 11.

    @Test
    void a_slot_is_reserved_once_and_its_neighbours_are_free() {
        int type = types.define(HOUR);
        hold(edge.anonymous(), type, TEN);
        assertRefused(reserve(edge.anonymous(), type, TEN), 422, RESERVATIONS, RESERVED);
        assertRefused(reserve(edge.alice(), type, HALF_PAST_TEN), 422, RESERVATIONS, RESERVED);
        assertJson(reserve(edge.anonymous(), type, ELEVEN), 201);
        assertJson(reserve(edge.anonymous(), type, "2050-09-05T09:00:00Z"), 201);
        assertJson(reserve(edge.anonymous(), types.define(HOUR), TEN), 201);
    }

    @Test
    void a_booked_slot_is_not_reserved() {
        int type = types.define(HOUR);
        booked(edge.alice(), type, TEN);
        assertRefused(reserve(edge.anonymous(), type, TEN), 422, RESERVATIONS, BOOKED);
        assertRefused(reserve(edge.anonymous(), type, HALF_PAST_TEN), 422, RESERVATIONS, BOOKED);
        assertJson(reserve(edge.anonymous(), type, ELEVEN), 201);
    }

    private static final String TWO_SEATS = "{'length_minutes':60,'lengths_minutes':[30,60],'seats_per_time_slot':2}";

    @Test
    void a_slot_has_as_many_reservations_and_bookings_as_seats() {
        int type = types.define(TWO_SEATS);
        hold(edge.anonymous(), type, TEN);
        booked(edge.alice(), type, TEN);
        assertRefused(reserve(edge.anonymous(), type, TEN), 422, RESERVATIONS, RESERVED);
        hold(edge.anonymous(), type, ELEVEN);
        hold(edge.anonymous(), type, ELEVEN);
        assertRefused(reserve(edge.anonymous(), type, ELEVEN), 422, RESERVATIONS, RESERVED);
    }

    @Test
    void bookings_that_take_all_seats_leave_none() {
        int type = types.define(TWO_SEATS);
        booked(edge.alice(), type, TEN);
        booked(edge.alice(), type, TEN);
        assertRefused(
                reserve(edge.anonymous(), type, "2050-09-05T12:00:00+02:00"),
                422,
                RESERVATIONS,
                "Booking with id=" + type + " at 2050-09-05T10:00:00.000Z has no more seats left.");
    }

    @Test
    void a_slot_with_seats_overlaps_no_other_bounds() {
        int held = types.define(TWO_SEATS);
        hold(edge.anonymous(), held, TEN);
        assertRefused(reserve(edge.anonymous(), held, HALF_PAST_TEN), 422, RESERVATIONS, RESERVED);
        assertRefused(
                edge.anonymous().post(RESERVATIONS, body(held, TEN, ",'slotDuration':30")),
                422,
                RESERVATIONS,
                RESERVED);
        int booked = types.define(TWO_SEATS);
        booked(edge.alice(), booked, TEN);
        assertRefused(reserve(edge.anonymous(), booked, HALF_PAST_TEN), 422, RESERVATIONS, BOOKED);
    }

    // PATCH.

    @Test
    void a_reservation_is_extended_in_place() {
        int type = types.define(HOUR);
        HttpAnswer granted = reserve(edge.anonymous(), type, TEN);
        String uid = granted.at("/data/reservationUid");
        HttpAnswer extended = edge.alice().patch(at(uid), body(type, TEN, ",'reservationDuration':20"));
        assertJson(extended, 200);
        assertThat(names(extended.json().get("data")))
                .containsExactlyInAnyOrderElementsOf(names(granted.json().get("data")));
        assertThat(extended.at("/data/reservationUid")).isEqualTo(uid);
        assertThat(extended.at("/data/slotStart")).isEqualTo(granted.at("/data/slotStart"));
        assertThat(extended.json().at("/data/reservationDuration").intValue()).isEqualTo(20);
        Duration later = Duration.between(
                Instant.parse(granted.at("/data/reservationUntil")),
                Instant.parse(extended.at("/data/reservationUntil")));
        assertThat(later).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
        assertThat(edge.anonymous().get(at(uid)).at("/data/reservationUntil"))
                .isEqualTo(extended.at("/data/reservationUntil"));
    }

    @Test
    void a_reservation_moves_and_changes_its_length_past_itself() {
        int type = types.define(VARIABLE);
        String uid = hold(edge.anonymous(), body(type, TEN, ",'slotDuration':30"));
        HttpAnswer moved = edge.anonymous().patch(at(uid), body(type, "2050-09-05T10:15:00Z", ",'slotDuration':30"));
        assertJson(moved, 200);
        assertThat(moved.at("/data/slotStart")).isEqualTo("2050-09-05T10:15:00.000Z");
        HttpAnswer longer = edge.anonymous().patch(at(uid), body(type, "2050-09-05T10:15:00Z", ""));
        assertThat(longer.at("/data/slotEnd")).isEqualTo("2050-09-05T11:15:00.000Z");
        assertThat(longer.json().at("/data/slotDuration").intValue()).isEqualTo(60);
        HttpAnswer away = edge.anonymous().patch(at(uid), body(type, "2050-09-06", ""));
        assertThat(away.at("/data/slotStart")).isEqualTo("2050-09-06T00:00:00.000Z");
        assertThat(edge.anonymous().get(at(uid)).at("/data/slotStart")).isEqualTo("2050-09-06T00:00:00.000Z");
        assertJson(reserve(edge.anonymous(), type, TEN), 201);
    }

    @Test
    void a_change_is_refused_as_a_reservation_is() {
        int type = types.define(HOUR);
        hold(edge.anonymous(), type, ELEVEN);
        booked(edge.alice(), type, "2050-09-05T15:00:00Z");
        String path = at(hold(edge.anonymous(), type, TEN));
        assertRefused(edge.anonymous().patch(path, body(type, HALF_PAST_TEN, "")), 422, path, RESERVED);
        assertRefused(edge.anonymous().patch(path, body(type, "2050-09-05T14:30:00Z", "")), 422, path, BOOKED);
        assertRefused(edge.anonymous().patch(path, body(type, "2001-09-05", "")), 422, path, PAST);
        assertRefused(edge.anonymous().patch(path, body(type, TEN, ",'slotDuration':60")), 400, path, FIXED_LENGTH);
        assertRefused(edge.anonymous().patch(path, body(type, "2050-02-30", "")), 400, path, NO_SUCH_DATE);
        assertRefused(
                edge.anonymous().patch(path, body(type, TEN, ",'reservationDuration':5")),
                401,
                path,
                ANONYMOUS_DURATION);
        assertRefused(edge.bob().patch(path, body(type, TEN, ",'reservationDuration':5")), 403, path, NOT_ENTITLED);
        assertWrongFields(
                edge.alice().patch(path, body(type, TEN, ",'reservationDuration':1441")),
                path,
                "reservationDuration must not be greater than 1440");
        assertThat(edge.anonymous().get(path).at("/data/slotStart")).isEqualTo("2050-09-05T10:00:00.000Z");
    }

    @Test
    void a_reservation_stays_with_its_event_type() {
        int type = types.define(HOUR);
        int other = types.define(HOUR);
        String path = at(hold(edge.anonymous(), type, TEN));
        HttpAnswer refused = edge.anonymous().patch(path, body(other, TEN, ""));
        assertRefused(refused, 422, path, refused.at("/error/message"));
        assertThat(refused.at("/error/message")).isNotBlank();
        assertJson(edge.anonymous().get(path), 200);
    }

    // DELETE, and what isn't there.

    @Test
    void a_released_reservation_is_gone_and_its_slot_free() {
        int type = types.define(HOUR);
        String uid = hold(edge.anonymous(), type, TEN);
        HttpAnswer released = edge.bob().delete(at(uid));
        assertJson(released, 200);
        assertThat(released.body()).isEqualTo(SUCCESS);
        assertRefused(edge.anonymous().get(at(uid)), 404, at(uid), notFound(uid));
        assertRefused(edge.anonymous().patch(at(uid), body(type, TEN, "")), 404, at(uid), notFound(uid));
        assertThat(edge.anonymous().delete(at(uid)).body()).isEqualTo(SUCCESS);
        assertJson(reserve(edge.anonymous(), type, TEN), 201);
    }

    @Test
    void what_nobody_reserved_is_not_found_but_may_be_released() {
        int type = types.define(HOUR);
        String minted = hold(edge.anonymous(), type, TEN);
        String neverGiven = minted.substring(0, minted.length() - 4) + (minted.endsWith("0000") ? "1111" : "0000");
        for (String uid : List.of(neverGiven, UUID.randomUUID().toString(), "42", "not-a-uid", "cal:42")) {
            assertRefused(edge.anonymous().get(at(uid)), 404, at(uid), notFound(uid));
            assertRefused(edge.anonymous().patch(at(uid), body(type, TEN, "")), 404, at(uid), notFound(uid));
            HttpAnswer released = edge.anonymous().delete(at(uid));
            assertJson(released, 200);
            assertThat(released.body()).isEqualTo(SUCCESS);
        }
        assertJson(edge.anonymous().get(at(minted)), 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-hold", "e84be5a3-4696-49e3-acc7-b2f3999c3b94"})
    void a_reservation_that_was_named_elsewhere_is_not_found_over_http(String uid) {
        int type = types.define(HOUR);
        edge.upstream()
                .ask(
                        Topic.RESERVATION_REQUESTS,
                        Integer.toString(type),
                        "{'type':'reserve_slot','reservation_uid':'" + uid + "','slot_start':'" + TEN + "'}");
        assertRefused(edge.anonymous().get(at(uid)), 404, at(uid), notFound(uid));
        assertRefused(edge.anonymous().patch(at(uid), body(type, ELEVEN, "")), 404, at(uid), notFound(uid));
        assertThat(edge.anonymous().delete(at(uid)).body()).isEqualTo(SUCCESS);
        assertRefused(reserve(edge.anonymous(), type, TEN), 422, RESERVATIONS, RESERVED);
    }

    @Test
    void a_reservation_that_a_booking_displaced_is_gone() {
        int type = types.define(HOUR);
        String uid = hold(edge.anonymous(), type, TEN);
        edge.upstream()
                .ask(
                        Topic.RESERVATION_REQUESTS,
                        Integer.toString(type),
                        "{'type':'record_booking','booking_uid':'b','start':'" + TEN + "','end':'" + ELEVEN
                                + "','status':'accepted'}");
        assertRefused(edge.anonymous().get(at(uid)), 404, at(uid), notFound(uid));
        assertRefused(reserve(edge.anonymous(), type, TEN), 422, RESERVATIONS, BOOKED);
    }

    // Fields that only an edge may set.

    @Test
    void what_only_an_edge_may_say_has_no_effect_in_a_body() {
        int type = types.define(HOUR);
        String reserved = ",'type':'release_reservation','request_id':'mine','reservation_uid':'mine',"
                + "'reservationUid':'mine','include_snapshot':false,'slot_start':'2050-09-05T12:00:00Z',"
                + "'requested_by':'" + EdgeInstance.principal(EdgeInstance.TOKENS.get(0)) + "','unknown':[{}]";
        HttpAnswer granted = edge.anonymous().post(RESERVATIONS, body(type, TEN, reserved));
        assertJson(granted, 201);
        String uid = granted.at("/data/reservationUid");
        assertThat(uid).isNotEqualTo("mine");
        assertThat(granted.at("/data/slotStart")).isEqualTo("2050-09-05T10:00:00.000Z");
        assertRefused(
                edge.anonymous().post(RESERVATIONS, body(type, ELEVEN, reserved + ",'reservationDuration':5")),
                401,
                RESERVATIONS,
                ANONYMOUS_DURATION);
        assertRefused(
                edge.bob().post(RESERVATIONS, body(type, ELEVEN, reserved + ",'reservationDuration':5")),
                403,
                RESERVATIONS,
                NOT_ENTITLED);
        HttpAnswer moved = edge.anonymous().patch(at(uid), body(type, ELEVEN, reserved));
        assertJson(moved, 200);
        assertThat(moved.at("/data/reservationUid")).isEqualTo(uid);
        assertThat(moved.at("/data/slotStart")).isEqualTo("2050-09-05T11:00:00.000Z");
    }

    @Test
    void an_instant_may_have_zeros_beyond_milliseconds_and_nothing_else() {
        assertJson(
                edge.anonymous().post(RESERVATIONS, body(types.define(HOUR), "2050-09-05T10:00:00.000000+00:00", "")),
                201);
        assertWrongFields(
                edge.anonymous().post(RESERVATIONS, body(hourly, "2050-09-05T10:00:00.1234Z", "")),
                RESERVATIONS,
                "slotStart must not be finer than milliseconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeZone", "duration", "quantity"})
    void properties_that_would_change_the_meaning_are_refused_by_name(String name) {
        assertWrongFields(
                edge.anonymous().post(RESERVATIONS, body(hourly, "2050-09-05T10:00:00Z", json(",'" + name + "':2"))),
                RESERVATIONS,
                "property " + name + " should not exist");
    }

    // docs/spec/http.md#get-v2slots: long lists.

    @Test
    void a_list_of_more_than_two_thousand_slots_names_the_start_of_the_next() {
        int type = types.define("{'length_minutes':1,'schedule':{'time_zone':'UTC','rules':[{'days':"
                + "['MON','TUE','WED','THU','FRI','SAT','SUN'],'start':'00:00','end':'24:00'}]}}");
        String query = "/v2/slots?eventTypeId=" + type + "&end=2050-09-07&start=";
        List<String> starts = new ArrayList<>();
        String from = "2050-09-05";
        List<Integer> sizes = new ArrayList<>();
        while (!from.isEmpty()) {
            HttpAnswer answer = edge.anonymous().get(query + from);
            assertJson(answer, 200);
            int before = starts.size();
            answer.json()
                    .get("data")
                    .forEach(day ->
                            day.forEach(slot -> starts.add(slot.get("start").textValue())));
            sizes.add(starts.size() - before);
            from = answer.json().path("next").asText();
        }
        assertThat(sizes).containsExactly(2_000, 2_000, 320);
        assertThat(starts).hasSize(3 * 1_440).doesNotHaveDuplicates().isSorted();
    }
}
