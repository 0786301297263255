package io.slotkeeper.testing;

import io.slotkeeper.app.Main;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Tests start the process instead of {@link Main#main}. JUnit finds this by its name in {@code META-INF/services}. */
public final class PreparedProcess implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Main.prepareProcess();
    }
}
