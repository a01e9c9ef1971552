package dev.psld.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/** Signals, of which SIGHUP ends a Java program orderly, and others at once. Stateless. */
final class HangupSignal {
    private HangupSignal() {}

    /**
     * From now on signals that would end the program without a word, such as those of timers and limits, end it as SIGTERM
     * does: it removes what it has not finished. With the exit code that a shell gives for the signal.
     */
    static void endOrderly() {
        for (String name : List.of("USR1", "ALRM", "VTALRM", "PROF", "IO", "XCPU", "STKFLT", "PWR")) {
            calls(name, number -> new Thread(() -> System.exit(128 + number), "ending").start());
        }
    }

    /**
     * From now on the signal runs this, on a thread of its own. Every JDK has the class for it, none documents it; where it
     * is missing nothing happens, and files are read again when they change.
     */
    static void calls(Runnable action) {
        calls("HUP", number -> action.run());
    }

    private static void calls(String name, IntConsumer action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(
                    HangupSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                        }
                        return method.getReturnType() == int.class ? (Object) 0 : null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            return; // such as a system without the signal
        }
    }
}
