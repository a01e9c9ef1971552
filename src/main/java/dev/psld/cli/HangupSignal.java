package dev.psld.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** SIGHUP, which else ends a Java program. Stateless. */
final class HangupSignal {
    private HangupSignal() {}

    /**
     * From now on the signal runs this, on a thread of its own. Every JDK has the class for it, none documents it; where it
     * is missing nothing happens, and files are read again when they change.
     */
    static void calls(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(
                    HangupSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return method.getReturnType() == int.class ? (Object) 0 : null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), calling);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            return; // such as a system without the signal
        }
    }
}
