package io.slotkeeper.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.RememberedRequests.Applied;
import io.slotkeeper.testing.RequestIds;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/spec/topics.md#repeating-a-request. */
class RememberedRequestsTest {

    private static RequestInfo request(String id, String content) {
        return RequestIds.info(content, id, 7);
    }

    @Test
    void a_remembered_request_is_repeated_by_id_and_content() {
        RememberedRequests remembered = RememberedRequests.NONE.with(request("r1", "content"));

        assertThat(remembered.recall(request("r1", "content"))).contains(Verdict.REPEATED);
        assertThat(remembered.recall(request("r2", "content"))).isEmpty();
        assertThat(remembered.recall(RequestIds.info("content", 8))).isEmpty();
    }

    @Test
    void an_id_with_other_content_is_refused() {
        RememberedRequests remembered = RememberedRequests.NONE.with(request("r1", "content"));

        assertThat(remembered.recall(request("r1", "other")))
                .contains(Verdict.refused(Refusal.field("request_id", Code.REQUEST_ID_REUSED)));
    }

    @Test
    void a_request_without_an_id_is_not_remembered() {
        RememberedRequests one = RememberedRequests.NONE.with(request("r1", "content"));

        assertThat(one.with(RequestIds.info("other", 8))).isEqualTo(one);
    }

    @Test
    void the_fifth_pushes_out_the_first() {
        RememberedRequests remembered = RememberedRequests.NONE;
        for (int i = 1; i <= 4; i++) {
            remembered = remembered.with(request("r" + i, "content"));
        }
        assertThat(remembered.recall(request("r1", "content"))).contains(Verdict.REPEATED);

        remembered = remembered.with(request("r5", "content"));

        assertThat(remembered.recall(request("r1", "content"))).isEmpty();
        assertThat(remembered.applied())
                .extracting(Applied::id)
                .extracting(RequestId::value)
                .containsExactly("r2", "r3", "r4", "r5");
        assertThat(remembered.recall(request("r2", "content"))).isEqualTo(Optional.of(Verdict.REPEATED));
    }
}
