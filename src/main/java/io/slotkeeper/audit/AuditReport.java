package io.slotkeeper.audit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param records of the inputs that were judged, ticks included
 * @param figures one of each kind, in their order
 * @param first the first fault of the first partition that has one, in the order of topic and partition
 */
public record AuditReport(long records, List<Figure> figures, Optional<Finding> first) {

    /**
     * One line of an audit.
     *
     * @param total how many were judged
     * @param faults how many of them are not right; more than the total where there are some that should not be there
     */
    public record Figure(Judged judged, long total, long faults) {

        /** Such as {@code 0 of 12,031 requests without …}. */
        public String sentence() {
            return String.format(Locale.ROOT, "%,d of %,d %s", faults, total, judged.faults());
        }
    }

    public AuditReport {
        figures = List.copyOf(figures);
    }

    /** Whether everything is as the specification has it. */
    public boolean isGood() {
        return first.isEmpty();
    }
}
