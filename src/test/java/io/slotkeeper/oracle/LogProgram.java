package io.slotkeeper.oracle;

import java.util.List;

/** One partition of the program's input topics, whatever drives it. */
interface LogProgram {

    /** The number of partitions, and the partition that records are given to. */
    int PARTITIONS = 8;

    int PARTITION = 0;

    /** What the next record of its topic emits: snapshots first, in order, then the outcome or the refused record. */
    List<Output> process(LogRecord record);
}
