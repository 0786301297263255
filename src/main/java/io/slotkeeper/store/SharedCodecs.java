package io.slotkeeper.store;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Source;
import io.slotkeeper.state.AppliedRequestState;
import io.slotkeeper.state.CauseState;
import io.slotkeeper.state.FingerprintState;
import java.util.List;
import java.util.Optional;

/** Codecs of the parts that conversations and reservations have in common. */
public final class SharedCodecs {

    private SharedCodecs() {}

    public static FingerprintState toState(Fingerprint fingerprint) {
        return new FingerprintState(fingerprint.toBytes());
    }

    public static Fingerprint fromState(FingerprintState state) {
        return Fingerprint.of(state.bytes());
    }

    public static CauseState toState(Cause cause) {
        return CauseState.newBuilder()
                .setType(cause.type().text())
                .setRequestId(cause.requestId().map(RequestId::value).orElse(null))
                .setPartition(cause.source().partition())
                .setOffset(cause.source().offset())
                .build();
    }

    /** @param topic the input topic of the state machine that wrote the state */
    public static Cause fromState(CauseState state, String topic) {
        return new Cause(
                CauseType.named(state.getType()),
                Optional.ofNullable(state.getRequestId()).map(RequestId::new),
                new Source(topic, state.getPartition(), state.getOffset()));
    }

    public static List<AppliedRequestState> toState(RememberedRequests remembered) {
        return remembered.applied().stream()
                .map(applied -> new AppliedRequestState(applied.id().value(), toState(applied.fingerprint())))
                .toList();
    }

    public static RememberedRequests fromState(List<AppliedRequestState> state) {
        return state.isEmpty()
                ? RememberedRequests.NONE
                : new RememberedRequests(state.stream()
                        .map(applied -> new RememberedRequests.Applied(
                                new RequestId(applied.getRequestId()), fromState(applied.getFingerprint())))
                        .toList());
    }
}
