package io.slotkeeper.wire;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.reservation.Announcement;

/** How outputs are written. The same input gives the same bytes, within one release. */
public interface OutputFormat {

    byte[] conversation(Conversation conversation);

    byte[] reservation(Announcement.Snapshot reservation);

    byte[] outcome(Outcome outcome);

    byte[] refused(RefusedRecord refused);
}
