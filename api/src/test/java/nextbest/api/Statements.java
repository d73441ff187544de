package nextbest.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Notes the statements that go to the database, for tests of what a page costs. */
final class Statements {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile boolean listening;

    /** The same connections, listened to. */
    DataSource over(DataSource source) {
        return proxy(DataSource.class, source);
    }

    /** What some work sends. */
    List<String> of(Runnable work) {
        seen.clear();
        listening = true;
        try {
            work.run();
        } finally {
            listening = false;
        }
        return List.copyOf(seen);
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (listening && method.getName().equals("prepareStatement")) {
                        seen.add((String) arguments[0]);
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return result instanceof Connection connection && type == DataSource.class
                            ? proxy(Connection.class, connection)
                            : result;
                }));
    }
}
