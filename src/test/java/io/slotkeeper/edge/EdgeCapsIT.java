package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.edge.EventTypes.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/spec/reservations.md#fairness-caps and docs/spec/http.md#parties, with the settings of a cluster. */
class EdgeCapsIT {

    private static final String HOUR = EventTypes.HOUR;
    private static final int PARTITIONS = 2;

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.of(
            EdgeCapsIT.class,
            PARTITIONS,
            Map.of("anonymous-horizon", "366d", "trusted-proxies", "127.0.0.1, 10.0.0.0/8"));

    private static final EventTypes types = new EventTypes(edge);

    /** Noon of a day after the next week. */
    private static String slot(int number) {
        return LocalDate.now(ZoneOffset.UTC).plusDays(7L + number) + "T12:00:00Z";
    }

    /** A client without credentials behind the proxy that this test is. */
    private static HttpApi from(String address) {
        return edge.anonymous().with("X-Forwarded-For", address);
    }

    private static void holdTen(HttpApi client, int type) {
        for (int i = 0; i < 10; i++) {
            hold(client, type, slot(i));
        }
    }

    @Test
    void an_anonymous_client_holds_ten_slots_of_an_event_type() {
        int type = types.define(HOUR);
        holdTen(from("192.0.2.1"), type);

        HttpAnswer refused = reserve(from("192.0.2.1"), type, slot(11));

        assertThat(refused.status()).as("%s", refused).isEqualTo(429);
        assertThat(refused.at("/error/message"))
                .isEqualTo("At most 10 slots of this event type may be reserved at a time.");
        Duration left = Duration.between(Instant.now(), Instant.parse(refused.at("/error/details/availableAt")));
        assertThat(left).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(Math.toIntExact(left.toSeconds()), 300);
        assertThat(reserve(from("192.0.2.2"), type, slot(11)).status()).isEqualTo(201);
        assertThat(reserve(from("192.0.2.1"), types.define(HOUR), slot(11)).status())
                .isEqualTo(201);
        assertThat(reserve(edge.bob().with("X-Forwarded-For", "192.0.2.1"), type, slot(12))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void what_is_released_may_be_reserved_elsewhere() {
        int type = types.define(HOUR);
        String first = hold(from("192.0.2.1"), type, slot(20));
        holdTen(from("192.0.2.2"), type);
        for (int i = 10; i < 19; i++) {
            hold(from("192.0.2.1"), type, slot(i));
        }
        assertThat(reserve(from("192.0.2.1"), type, slot(21)).status()).isEqualTo(429);

        from("192.0.2.1").delete(RESERVATIONS + "/" + first);

        assertThat(reserve(from("192.0.2.1"), type, slot(21)).status()).isEqualTo(201);
    }

    /** The decisions stand in the log: which of the requests came first can't be raced. */
    @Test
    void requests_at_one_time_get_no_more() {
        int type = types.define(HOUR);
        List<CompletableFuture<HttpAnswer>> asked = IntStream.range(0, 32)
                .mapToObj(i -> from("192.0.2.1").sendAsync("POST", RESERVATIONS, body(type, slot(i), "")))
                .toList();

        List<Integer> statuses =
                asked.stream().map(answer -> answer.join().status()).toList();

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(22);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "'198.51.100.7, 203.0.113.9', 203.0.113.9",
        "'203.0.113.9, 10.1.2.3', 203.0.113.9",
        "'203.0.113.9:4711', 203.0.113.9",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9",
        "'[2001:db8:1:2::1]:4711', 2001:db8:1:2::9"
    })
    void who_comes_through_a_trusted_proxy_is_known_by_the_last_address_before_it(String one, String other) {
        int type = types.define("{'length_minutes':60,'max_live_holds_per_party':1}");

        hold(from(one), type, slot(0));

        assertThat(reserve(from(other), type, slot(1)).status()).isEqualTo(429);
        assertThat(reserve(from("2001:db8:1:3::1"), type, slot(1)).status()).isEqualTo(201);
    }

    @Test
    void no_address_is_in_the_log() {
        String slot = slot(77);
        hold(from("203.0.113.77"), types.define(HOUR), slot);

        String request = edge.upstream().log(Topic.RESERVATION_REQUESTS).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .filter(value -> value.contains(slot))
                .findFirst()
                .orElseThrow();

        assertThat(request)
                .containsPattern("\"party\":\"[0-9a-f]{16}\"")
                .doesNotContain("203.0.113")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void an_event_type_says_otherwise() {
        int type = types.define(
                "{'length_minutes':60,'max_live_holds_per_party':1,'max_extensions':1,'max_hold_minutes_total':6}");
        HttpAnswer stored = edge.alice().get("/v2/event-types/" + type);
        assertThat(stored.at("/data/max_live_holds_per_party")).isEqualTo("1");
        assertThat(stored.at("/data/max_extensions")).isEqualTo("1");
        assertThat(stored.at("/data/max_hold_minutes_total")).isEqualTo("6");

        HttpAnswer granted = edge.bob().post(RESERVATIONS, body(type, slot(0), ""));
        String path = RESERVATIONS + "/" + granted.at("/data/reservationUid");

        assertThat(reserve(edge.bob(), type, slot(1)).status()).isEqualTo(429);
        assertThat(edge.bob().patch(path, body(type, slot(2), "")).status()).isEqualTo(200);
        HttpAnswer again = edge.bob().patch(path, body(type, slot(3), ""));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.at("/error/message")).startsWith("The slot can't be held longer than until ");
        assertThat(edge.alice()
                        .post(RESERVATIONS, body(type, slot(4), ",'reservationDuration':7"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void an_anonymous_client_reserves_slots_of_one_year() {
        int type = types.define(HOUR);
        String far = Instant.now().plus(Duration.ofDays(367)).toString();

        HttpAnswer refused = reserve(from("192.0.2.1"), type, far.substring(0, 10));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/message")).isEqualTo("Can't reserve a slot that far in the future.");
        assertThat(reserve(edge.bob(), type, far.substring(0, 10)).status()).isEqualTo(201);
    }

    @Test
    void what_is_reserved_says_until_when() {
        int type = types.define(HOUR);
        HttpAnswer granted = reserve(from("192.0.2.1"), type, slot(0));

        HttpAnswer refused = reserve(from("192.0.2.2"), type, slot(0));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/error/details/availableAt")).isEqualTo(granted.at("/data/reservationUntil"));
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(290, 300);
    }
}
