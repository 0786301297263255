package io.slotkeeper.stream;

import io.slotkeeper.oracle.LogRecord;
import java.time.Duration;

/** One thing that happens to a partition. Makes sense whatever happened before. */
sealed interface SimulatedStep {

    void happen(SimulatedPartition to);

    /** A client's record is appended. */
    record Append(LogRecord record) implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.append(record);
        }
    }

    /** So many records are processed at most. */
    record Work(int records) implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.process(records);
        }
    }

    /** Time passes, and nobody asks for anything. */
    record Pass(Duration time) implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.pass(time);
        }
    }

    record Commit() implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.commit();
        }
    }

    /** The broker has committed, and the instance doesn't live to hear it. */
    record CommitAndDie() implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.commit();
            to.die();
        }
    }

    /** The broker aborts the transaction: it took too long. */
    record Abort() implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.abort();
        }
    }

    record Die() implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.die();
        }
    }

    /** A store or a producer will fail in the middle of a record, and maybe what is tried next as well. */
    record Fail(int operation, int times) implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.failAt(operation, times);
        }
    }

    /** The partition is another instance's, and the former one goes on for a while. */
    record LoseWhileProcessing(int records) implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.loseWhileProcessing(records);
        }
    }

    record HandOver() implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.handOver();
        }
    }

    /** The clock of the instances is set. */
    record SetClock(Duration ahead) implements SimulatedStep {
        @Override
        public void happen(SimulatedPartition to) {
            to.setSkew(ahead);
        }
    }
}
