package io.slotkeeper.store;

import io.slotkeeper.state.FingerprintState;
import org.apache.avro.util.ClassSecurityValidator;

/** The generated classes of the state's schemas. */
public final class StateClasses {

    private StateClasses() {}

    /**
     * Lets Avro make instances of them. It makes none of a class that it wasn't told to trust, lest a schema from
     * outside name one, and it keeps what it is told once per process: so whoever starts the process calls this, before
     * state is read.
     */
    public static void trust() {
        String ours = FingerprintState.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getPackageName().equals(ours)));
    }
}
