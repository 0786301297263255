package io.slotkeeper.audit;

import io.slotkeeper.wire.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must hold of the snapshots of one partition whatever decided them, each life of a key for itself: revisions go up by
 * one; a participant has one selection at most; a hold is honoured before its deadline only, and a deadline is announced
 * once, not before it has come. Keeps a line for each key that has no tombstone.
 */
final class LivesCheck {

    private static final String HELD = "held";
    private static final String IN_PROGRESS = "in_progress";

    /**
     * The last snapshot of a key.
     *
     * @param offset where it stands
     * @param deadline when it ends by itself, as far as the snapshot says; none when it is over
     */
    private record Life(long offset, Instant createdAt, long revision, boolean over, Optional<Instant> deadline) {}

    private final OutputPartition snapshots;
    private final Tally tally;
    private final Map<String, Life> lives = new HashMap<>();

    /** @param snapshots for reading one again */
    LivesCheck(OutputPartition snapshots, Tally tally) {
        this.snapshots = snapshots;
        this.tally = tally;
    }

    /** The next record of the partition. */
    void observe(CommittedOutput found) {
        Optional<Life> life = life(found);
        if (life.isEmpty()) {
            lives.remove(found.key());
            return;
        }
        Optional<Life> before = Optional.ofNullable(lives.put(found.key(), life.get()));
        revision(before, life.get(), found);
        selections(found);
        if (found.fields().text("reservation_uid").isPresent()) {
            hold(before, life.get(), found);
        } else {
            conversation(before, life.get(), found);
        }
    }

    /** Empty for a tombstone, and for what isn't like a snapshot at all, which the oracle's part counts. */
    private static Optional<Life> life(CommittedOutput found) {
        Json.Obj snapshot = found.fields();
        Optional<Instant> createdAt = OutputFields.instant(snapshot, "created_at");
        Optional<Long> revision = snapshot.integer("revision");
        String status = snapshot.text("status").orElse("");
        boolean over = !status.equals(HELD) && !status.equals(IN_PROGRESS);
        Optional<Instant> deadline = over ? Optional.empty() : deadline(snapshot);
        return createdAt.flatMap(
                at -> revision.map(number -> new Life(found.committed().offset(), at, number, over, deadline)));
    }

    /** Of a hold, or of the selection that expires first. When a conversation itself ends, its snapshot doesn't say. */
    private static Optional<Instant> deadline(Json.Obj snapshot) {
        Stream<Instant> selections = OutputFields.objects(snapshot, "participants").stream()
                .flatMap(participant -> selected(participant).stream())
                .flatMap(it ->
                        OutputFields.instant(it, "expires_at").or(() -> OutputFields.instant(it, "start")).stream());
        return Stream.concat(until(snapshot).stream(), selections).min(Instant::compareTo);
    }

    private static Optional<Instant> until(Json.Obj snapshot) {
        return OutputFields.instant(snapshot, "reservation_until");
    }

    private static List<Json.Obj> selected(Json.Obj participant) {
        return participant
                .object("slots")
                .map(it -> OutputFields.objects(it, "selected"))
                .orElse(List.of());
    }

    private void revision(Optional<Life> before, Life life, CommittedOutput found) {
        tally.judged(Judged.REVISIONS);
        boolean follows =
                before.map(it -> follows(it, life) || beginsAfter(it, life)).orElse(true);
        // Compaction removes the older ones first: where the one before still stands, nothing was removed in between.
        if (!follows && !before.filter(it -> isLater(life, it) && isRemoved(it)).isPresent()) {
            tally.fault(Judged.REVISIONS, found);
        }
    }

    private boolean isRemoved(Life life) {
        return snapshots.again(life.offset()).isEmpty();
    }

    private static boolean follows(Life before, Life life) {
        return life.createdAt().equals(before.createdAt()) && life.revision() == before.revision() + 1;
    }

    /** After a life that is over a name may begin a new one, in the same millisecond too. */
    private static boolean beginsAfter(Life before, Life life) {
        return life.revision() == 1 && before.over() && !life.createdAt().isBefore(before.createdAt());
    }

    private static boolean isLater(Life life, Life before) {
        int order = life.createdAt().compareTo(before.createdAt());
        return order > 0 || (order == 0 && life.revision() > before.revision());
    }

    private void selections(CommittedOutput found) {
        for (Json.Obj participant : OutputFields.objects(found.fields(), "participants")) {
            tally.judged(Judged.SELECTIONS);
            if (selected(participant).size() > 1) {
                tally.fault(Judged.SELECTIONS, found);
            }
        }
    }

    private void hold(Optional<Life> before, Life life, CommittedOutput found) {
        Instant now = found.at();
        String status = found.fields().text("status").orElse("");
        switch (status) {
            case "expired" ->
                announced(
                        before,
                        life,
                        until(found.fields()).filter(now::isBefore).isPresent(),
                        found);
            // Grants are honoured while they last; a preempted one is told when it is, which may be later.
            case HELD, "booked", "released" -> {
                if (life.revision() > 1) {
                    tally.judged(Judged.HONOURED);
                    Optional<Instant> deadline = deadlineBefore(before, life).or(() -> until(found.fields()));
                    if (deadline.filter(at -> !at.isAfter(now)).isPresent()) {
                        tally.fault(Judged.HONOURED, found);
                    }
                }
            }
            default -> {}
        }
    }

    private void conversation(Optional<Life> before, Life life, CommittedOutput found) {
        String cause =
                found.fields().object("cause").flatMap(it -> it.text("type")).orElse("");
        boolean selectionExpired = cause.equals("selection_expired");
        if (selectionExpired || (cause.equals("conversation_expired") && life.over())) {
            boolean early = selectionExpired
                    && deadlineBefore(before, life).filter(found.at()::isBefore).isPresent();
            announced(before, life, early, found);
        }
    }

    /** The deadline that a snapshot ended or moved, if the snapshot before it is still there. */
    private static Optional<Instant> deadlineBefore(Optional<Life> before, Life life) {
        return before.filter(it -> follows(it, life)).flatMap(Life::deadline);
    }

    private void announced(Optional<Life> before, Life life, boolean early, CommittedOutput found) {
        tally.judged(Judged.DEADLINES);
        boolean twice = before.filter(it -> it.over() && it.createdAt().equals(life.createdAt()))
                .isPresent();
        if (early || twice) {
            tally.fault(Judged.DEADLINES, found);
        }
    }

    /**
     * After the last record: what was due is announced.
     *
     * @param now log time at the last record
     * @param next the first deadline that isn't announced yet, due or not: a record announces a limited number
     */
    void end(Instant now, Optional<Instant> next) {
        for (Life life : lives.values()) {
            boolean forgotten = life.deadline()
                    .filter(at -> !at.isAfter(now) && next.map(at::isBefore).orElse(true))
                    .isPresent();
            if (forgotten) {
                // Compacted away meanwhile, it is no longer the key's last.
                snapshots.again(life.offset()).ifPresent(found -> {
                    tally.judged(Judged.DEADLINES);
                    tally.fault(Judged.DEADLINES, found);
                });
            }
        }
    }
}
