package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationClient.names;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.VARIABLE;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.book;
import static io.slotkeeper.edge.EventTypes.booked;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.edge.EventTypes.reserve;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.JsonText.list;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static io.slotkeeper.testing.Refusals.assertWrongFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.TestProgram;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bookings and event types over HTTP (docs/spec/reservations.md; docs/spec/http.md#reservations). */
final class EdgeBookingsIT {

    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String HALF_PAST_TEN = "2050-09-05T10:30:00Z";
    private static final String ELEVEN = "2050-09-05T11:00:00Z";
    private static final String SUCCESS = json("{'status':'success'}");
    private static final String BOOKED = "Can't reserve a slot if the event is already booked.";
    private static final String NOT_ENTITLED =
            "authenticated user is not owner of event type, does not have memberships in common with owner of the"
                    + " event type, nor does belong to event type's team or org.";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    /** For what is refused. */
    private static int variable;

    @BeforeAll
    static void start() {
        variable = types.define(VARIABLE);
    }

    private static String alice() {
        return EdgeInstance.principal(EdgeInstance.TOKENS.get(0));
    }

    private static String bob() {
        return EdgeInstance.principal(EdgeInstance.TOKENS.get(1));
    }

    /** The body that books a reservation. */
    private static String booking(int type, String uid, String more) {
        return json("{'eventTypeId':" + type + ",'reservationUid':'" + uid + "'" + more + "}");
    }

    // Bookings.

    @Test
    void a_booking_has_its_uid_its_event_type_and_its_times() {
        int type = types.define(HOUR);
        HttpAnswer answer = book(edge.alice(), type, "2050-09-05T12:00:00+02:00");
        assertJson(answer, 201);
        assertThat(names(answer.json())).containsExactly("status", "data");
        assertThat(answer.at("/status")).isEqualTo("success");
        assertThat(names(answer.json().get("data"))).containsExactly("bookingUid", "eventTypeId", "start", "end");
        assertThat(answer.at("/data/bookingUid"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(answer.json().at("/data/eventTypeId").intValue()).isEqualTo(type);
        assertThat(answer.at("/data/start")).isEqualTo("2050-09-05T10:00:00.000Z");
        assertThat(answer.at("/data/end")).isEqualTo("2050-09-05T11:00:00.000Z");
    }

    @Test
    void a_reservation_that_somebody_else_made_is_booked_by_who_may_book() {
        int type = types.define(VARIABLE);
        String uid = hold(edge.anonymous(), body(type, TEN, ",'slotDuration':30"));
        HttpAnswer answer = edge.alice().post(BOOKINGS, booking(type, uid, ""));
        assertJson(answer, 201);
        assertThat(answer.at("/data/start")).isEqualTo("2050-09-05T10:00:00.000Z");
        assertThat(answer.at("/data/end")).isEqualTo("2050-09-05T10:30:00.000Z");
        assertRefused(
                edge.anonymous().get(RESERVATIONS + "/" + uid),
                404,
                RESERVATIONS + "/" + uid,
                "Slot with uid=" + uid + " not found");
        assertRefused(reserve(edge.anonymous(), type, TEN), 422, RESERVATIONS, BOOKED);
        assertJson(reserve(edge.anonymous(), type, HALF_PAST_TEN), 201);
    }

    @Test
    void a_reservation_is_booked_as_it_is() {
        int type = types.define(VARIABLE);
        String uid = hold(edge.anonymous(), type, TEN);
        assertWrongFields(
                edge.alice().post(BOOKINGS, booking(type, uid, ",'slotStart':'" + ELEVEN + "','slotDuration':30")),
                BOOKINGS,
                "slotStart must be the start of the reserved slot",
                "slotDuration must be the length of the reserved slot");
        assertJson(
                edge.alice().post(BOOKINGS, booking(type, uid, ",'slotStart':'" + TEN + "','slotDuration':60")), 201);
    }

    @Test
    void what_somebody_else_reserved_is_freed_in_so_many_seconds() {
        int type = types.define(HOUR);
        hold(edge.anonymous(), type, TEN);
        HttpAnswer refused = book(edge.alice(), type, HALF_PAST_TEN);
        String message = refused.at("/error/message");
        assertRefused(refused, 409, BOOKINGS, message);
        Matcher seconds = Pattern.compile("Someone else reserved this booking time slot before you\\."
                        + " This time slot will be freed up in ([0-9]+) seconds\\.")
                .matcher(message);
        assertThat(seconds.matches()).as(message).isTrue();
        assertThat(Integer.parseInt(seconds.group(1))).isBetween(270, 300);
    }

    @Test
    void a_booked_slot_is_not_booked() {
        int type = types.define(HOUR);
        booked(edge.alice(), type, TEN);
        assertRefused(book(edge.alice(), type, HALF_PAST_TEN), 422, BOOKINGS, BOOKED);
        assertJson(book(edge.alice(), type, ELEVEN), 201);
    }

    @Test
    void bookings_that_take_all_seats_leave_none() {
        int type = types.define("{'length_minutes':60,'seats_per_time_slot':2}");
        String uid = hold(edge.anonymous(), type, TEN);
        booked(edge.alice(), type, TEN);
        HttpAnswer reserved = book(edge.alice(), type, TEN);
        assertThat(reserved.status()).isEqualTo(409);
        assertJson(edge.alice().post(BOOKINGS, booking(type, uid, "")), 201);
        assertRefused(
                book(edge.alice(), type, TEN),
                422,
                BOOKINGS,
                "Booking with id=" + type + " at 2050-09-05T10:00:00.000Z has no more seats left.");
        assertRefused(book(edge.alice(), type, HALF_PAST_TEN), 422, BOOKINGS, BOOKED);
    }

    @Test
    void a_booking_is_refused_as_a_reservation_is() {
        int type = types.define(HOUR);
        int none = types.next();
        assertRefused(book(edge.alice(), none, TEN), 404, BOOKINGS, "Event Type with ID=" + none + " not found");
        assertRefused(book(edge.alice(), type, "2050-02-30"), 400, BOOKINGS, "Invalid start date");
        assertRefused(
                edge.alice().post(BOOKINGS, body(type, TEN, ",'slotDuration':60")),
                400,
                BOOKINGS,
                "You passed 'slotDuration' but this event type is not a variable length event type.");
        assertRefused(
                edge.alice().post(BOOKINGS, body(types.define(VARIABLE), TEN, ",'slotDuration':20")),
                400,
                BOOKINGS,
                "Provided 'slotDuration' is not one of the possible lengths for the event type."
                        + " The possible lengths for this variable length event type are: 15, 30, 60");
        assertRefused(book(edge.alice(), type, "2001-09-05"), 422, BOOKINGS, "Can't reserve a slot in the past.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                       | eventTypeId must be an integer number",
                "{'eventTypeId':'1'}                      | eventTypeId must be an integer number",
                "{'eventTypeId':TYPE}                     | slotStart must be a valid ISO 8601 date string",
                "{'eventTypeId':TYPE,'slotStart':'soon'}  | slotStart must be a valid ISO 8601 date string",
                "{'eventTypeId':TYPE,'slotStart':'2050-09-05T25:00'} | slotStart must be a valid ISO 8601 date string",
                "{'eventTypeId':TYPE,'slotStart':7}       | slotStart must be a valid ISO 8601 date string",
                "{'eventTypeId':TYPE,'slotStart':'2050-09-05','slotDuration':'60'} "
                        + "| slotDuration must be an integer number",
                "{'eventTypeId':TYPE,'slotStart':'2050-09-05','slotDuration':0} | slotDuration must not be less than 1",
                "{'eventTypeId':TYPE,'reservationUid':7}  | reservationUid must be a string",
            })
    void what_is_wrong_with_a_booking_is_told_by_field(String body, String text) {
        assertWrongFields(
                edge.alice().post(BOOKINGS, json(body.replace("TYPE", Integer.toString(variable)))), BOOKINGS, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "\\ud800"})
    void what_can_be_no_uid_is_told_by_field(String uid) {
        HttpAnswer refused = edge.alice().post(BOOKINGS, booking(variable, uid, ""));
        assertThat(refused.at("/error/details/errors/0/property")).isEqualTo("reservationUid");
        assertWrongFields(
                refused,
                BOOKINGS,
                refused.json()
                        .at("/error/details/errors/0/constraints")
                        .elements()
                        .next()
                        .textValue());
    }

    @Test
    void who_comes_too_late_for_a_reservation_learns_what_is_in_the_way() {
        int type = types.define(HOUR);
        String released = hold(edge.anonymous(), type, TEN);
        edge.anonymous().delete(RESERVATIONS + "/" + released);
        for (String uid : List.of(released, UUID.randomUUID().toString(), hold(edge.bob(), types.define(HOUR), TEN))) {
            HttpAnswer gone = edge.alice().post(BOOKINGS, booking(type, uid, ""));
            assertRefused(gone, 410, BOOKINGS, gone.at("/error/message"));
        }
        hold(edge.anonymous(), type, TEN);
        assertThat(edge.alice()
                        .post(BOOKINGS, booking(type, released, ",'slotStart':'" + TEN + "'"))
                        .status())
                .isEqualTo(409);
        assertJson(edge.alice().post(BOOKINGS, booking(type, released, ",'slotStart':'" + ELEVEN + "'")), 201);
    }

    @Test
    void a_cancelled_booking_frees_its_time() {
        int type = types.define(HOUR);
        String uid = booked(edge.alice(), type, TEN);
        HttpAnswer cancelled = edge.alice().delete(BOOKINGS + "/" + uid);
        assertJson(cancelled, 200);
        assertThat(cancelled.body()).isEqualTo(SUCCESS);
        assertThat(edge.alice().delete(BOOKINGS + "/" + uid).body()).isEqualTo(SUCCESS);
        assertJson(book(edge.alice(), type, TEN), 201);
    }

    @Test
    void what_nobody_booked_may_be_cancelled() {
        int type = types.define(HOUR);
        String held = hold(edge.anonymous(), type, TEN);
        for (String uid : List.of(held, UUID.randomUUID().toString(), "42", "nothing")) {
            HttpAnswer answer = edge.alice().delete(BOOKINGS + "/" + uid);
            assertJson(answer, 200);
            assertThat(answer.body()).isEqualTo(SUCCESS);
        }
        assertJson(edge.anonymous().get(RESERVATIONS + "/" + held), 200);
    }

    @Test
    void unknown_properties_of_a_booking_are_refused_by_name() {
        int type = types.define(HOUR);
        for (String name :
                List.of("booking_uid", "bookingUid", "requested_by", "version", "attendees", "slot_start", "x")) {
            assertWrongFields(
                    edge.alice().post(BOOKINGS, body(type, TEN, ",'" + name + "':'mine'")),
                    BOOKINGS,
                    "property " + name + " should not exist");
        }
        assertJson(book(edge.alice(), type, TEN), 201);
    }

    // Event types.

    private static String path(int type) {
        return "/v2/event-types/" + type;
    }

    private static String unknown(Object type) {
        return "Event Type with ID=" + type + " not found";
    }

    @Test
    void an_event_type_is_read_as_it_was_defined() {
        int type = types.next();
        String definition = json("{'title':'Intro call','length_minutes':60,'lengths_minutes':[15,30,60],"
                + "'seats_per_time_slot':5,'owner':'" + alice() + "','members':['mate@example.com','" + bob()
                + "'],'schedule':{'time_zone':'Europe/Rome','rules':[{'days':['MON','FRI'],'start':'09:00','end':'17:00'},"
                + "{'days':['SAT'],'start':'00:00','end':'24:00'}]},'version':7}");
        HttpAnswer defined = edge.alice().put(path(type), definition);
        assertJson(defined, 200);
        assertThat(names(defined.json())).containsExactly("status", "data");
        assertThat(defined.at("/status")).isEqualTo("success");
        JsonNode expected = TestProgram.json(definition.replaceFirst("\\{", "{\"eventTypeId\":" + type + ","));
        assertThat(defined.json().get("data")).isEqualTo(expected);
        HttpAnswer read = edge.bob().get(path(type));
        assertJson(read, 200);
        assertThat(read.body()).isEqualTo(defined.body());
    }

    @Test
    void whoever_defines_an_event_type_owns_it_unless_it_says_who_does() {
        int type = types.next();
        HttpAnswer own = edge.bob().put(path(type), json("{'length_minutes':30,'owner':null}"));
        assertThat(own.json().get("data"))
                .isEqualTo(TestProgram.json(
                        json("{'eventTypeId':" + type + ",'length_minutes':30,'owner':'" + bob() + "'}")));
        HttpAnswer given = edge.bob().put(path(type), json("{'length_minutes':30,'owner':'" + alice() + "'}"));
        assertThat(given.at("/data/owner")).isEqualTo(alice());
        assertRefused(edge.bob().put(path(type), json("{'length_minutes':45}")), 403, path(type), NOT_ENTITLED);
        assertJson(edge.alice().put(path(type), json("{'length_minutes':45}")), 200);
    }

    @Test
    void only_its_owner_and_its_members_change_an_event_type() {
        int type = types.define(HOUR);
        assertRefused(edge.bob().put(path(type), json(HOUR)), 403, path(type), NOT_ENTITLED);
        assertRefused(edge.bob().delete(path(type)), 403, path(type), NOT_ENTITLED);
        types.redefine(type, "{'length_minutes':60,'members':['" + bob() + "']}");
        assertJson(edge.bob().put(path(type), json("{'length_minutes':30,'owner':'" + alice() + "'}")), 200);
        assertRefused(edge.bob().delete(path(type)), 403, path(type), NOT_ENTITLED);
        assertThat(edge.alice().delete(path(type)).body()).isEqualTo(SUCCESS);
    }

    @Test
    void a_removed_event_type_grants_nothing_but_its_holds_run_on() {
        int type = types.define(HOUR);
        String uid = hold(edge.anonymous(), type, TEN);
        HttpAnswer removed = edge.alice().delete(path(type));
        assertJson(removed, 200);
        assertThat(removed.body()).isEqualTo(SUCCESS);
        assertRefused(edge.alice().get(path(type)), 404, path(type), unknown(type));
        assertRefused(reserve(edge.anonymous(), type, ELEVEN), 404, RESERVATIONS, unknown(type));
        assertRefused(book(edge.alice(), type, ELEVEN), 404, BOOKINGS, unknown(type));
        assertJson(edge.anonymous().get(RESERVATIONS + "/" + uid), 200);
        types.redefine(type, HOUR);
        assertThat(reserve(edge.anonymous(), type, TEN).status()).isEqualTo(422);
        assertThat(edge.anonymous().delete(RESERVATIONS + "/" + uid).body()).isEqualTo(SUCCESS);
        assertJson(reserve(edge.anonymous(), type, TEN), 201);
    }

    @Test
    void an_event_type_that_nobody_defined_is_not_found_but_may_be_removed() {
        int type = types.next();
        assertRefused(edge.alice().get(path(type)), 404, path(type), unknown(type));
        assertThat(edge.alice().delete(path(type)).body()).isEqualTo(SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "-1", "+1", "1.0", "9007199254740992", "one", "cal:1"})
    void what_is_no_number_of_an_event_type_is_not_found(String id) {
        String path = "/v2/event-types/" + id;
        assertRefused(edge.alice().put(path, json(HOUR)), 404, path, unknown(id));
        assertRefused(edge.alice().get(path), 404, path, unknown(id));
        assertRefused(edge.alice().delete(path), 404, path, unknown(id));
    }

    @Test
    void the_largest_number_is_an_event_type_too() {
        String path = "/v2/event-types/9007199254740991";
        HttpAnswer defined = edge.alice().put(path, json(HOUR));
        assertThat(defined.json().at("/data/eventTypeId").longValue()).isEqualTo(9_007_199_254_740_991L);
        HttpAnswer held =
                edge.anonymous().post(RESERVATIONS, json("{'eventTypeId':9007199254740991,'slotStart':'" + TEN + "'}"));
        assertJson(held, 201);
        assertThat(edge.anonymous()
                        .get(RESERVATIONS + "/" + held.at("/data/reservationUid"))
                        .json()
                        .at("/data/eventTypeId")
                        .longValue())
                .isEqualTo(9_007_199_254_740_991L);
    }

    @Test
    void an_older_version_changes_nothing_and_the_answer_says_what_is_stored() {
        int type = types.next();
        HttpAnswer stored = edge.alice().put(path(type), json("{'length_minutes':60,'version':2}"));
        assertThat(stored.header("Idempotent-Replayed")).isEmpty();
        for (String version : List.of("1", "2")) {
            HttpAnswer older = edge.alice().put(path(type), json("{'length_minutes':30,'version':" + version + "}"));
            assertJson(older, 200);
            assertThat(older.header("Idempotent-Replayed")).contains("true");
            assertThat(older.body()).isEqualTo(stored.body());
        }
        assertThat(edge.alice()
                        .put(path(type), json("{'length_minutes':30,'version':3}"))
                        .json()
                        .at("/data/length_minutes")
                        .intValue())
                .isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                   | length_minutes",
                "{'length_minutes':'60'}                              | length_minutes",
                "{'length_minutes':0}                                 | length_minutes",
                "{'length_minutes':1441}                              | length_minutes",
                "{'length_minutes':60,'title':'\\ud800'}              | title",
                "{'length_minutes':60,'title':7}                      | title",
                "{'length_minutes':60,'lengths_minutes':30}           | lengths_minutes",
                "{'length_minutes':60,'lengths_minutes':[30,0]}       | lengths_minutes[1]",
                "{'length_minutes':60,'seats_per_time_slot':0}        | seats_per_time_slot",
                "{'length_minutes':60,'seats_per_time_slot':1001}     | seats_per_time_slot",
                "{'length_minutes':60,'owner':''}                     | owner",
                "{'length_minutes':60,'owner':'a b'}                  | owner",
                "{'length_minutes':60,'members':['a b']}              | members[0]",
                "{'length_minutes':60,'schedule':[]}                  | schedule",
                "{'length_minutes':60,'schedule':{'time_zone':'Mars','rules':[]}} | schedule.time_zone",
                "{'length_minutes':60,'schedule':{'time_zone':'Etc/UTC'}}         | schedule.rules",
                "{'length_minutes':60,'schedule':{'time_zone':'Etc/UTC','rules':[{'days':['MON'],'start':'9:00',"
                        + "'end':'17:00'}]}} | schedule.rules[0].start",
                "{'length_minutes':60,'version':-1}                   | version",
            })
    void what_is_wrong_with_a_definition_is_told_by_field(String definition, String property) {
        int type = types.next();
        HttpAnswer refused = edge.alice().put(path(type), json(definition));
        JsonNode error = refused.json().at("/error/details/errors/0");
        assertThat(error.path("property").asText()).isEqualTo(property);
        assertWrongFields(
                refused, path(type), error.get("constraints").elements().next().textValue());
    }

    @Test
    void a_definition_has_its_limits() {
        int type = types.next();
        HttpAnswer refused = edge.alice()
                .put(
                        path(type),
                        json("{'length_minutes':60,'lengths_minutes':"
                                + list(IntStream.rangeClosed(1, 21).mapToObj(Integer::toString)) + ",'members':"
                                + list(IntStream.rangeClosed(1, 101).mapToObj(i -> "'m" + i + "'")) + "}"));
        assertThat(refused.json().findValuesAsText("property")).containsExactly("lengths_minutes", "members");
        assertRefused(edge.alice().get(path(type)), 404, path(type), unknown(type));
    }

    @Test
    void unknown_properties_of_a_definition_are_refused_by_name() {
        int type = types.define(HOUR);
        HttpAnswer refused = edge.alice()
                .put(
                        path(type),
                        json("{'length_minutes':30,'requested_by':'mallory','buffer_after':15,'removed':true}"));
        assertThat(refused.json().findValuesAsText("property"))
                .containsExactly("requested_by", "buffer_after", "removed");
        assertWrongFields(
                edge.alice().put(path(type), json("{'length_minutes':30,'x':1}")),
                path(type),
                "property x should not exist");
    }

    @Test
    void what_was_read_can_be_defined_again() {
        int type = types.define(HOUR);
        String read = edge.alice().get(path(type)).json().get("data").toString();
        assertJson(edge.alice().put(path(type), read), 200);
    }

    @Test
    void another_definition_leaves_reservations_as_they_are() {
        int type = types.define(HOUR);
        String uid = hold(edge.anonymous(), type, TEN);
        types.redefine(type, "{'length_minutes':30}");
        assertThat(edge.anonymous().get(RESERVATIONS + "/" + uid).at("/data/slotEnd"))
                .isEqualTo("2050-09-05T11:00:00.000Z");
        assertThat(reserve(edge.anonymous(), type, HALF_PAST_TEN).status()).isEqualTo(422);
        assertThat(reserve(edge.anonymous(), type, ELEVEN).at("/data/slotEnd")).isEqualTo("2050-09-05T11:30:00.000Z");
    }
}
