package io.facematch.api.audit.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Connections of which one is cut by the server at a certain step: before a statement, or before or after a commit. */
final class CutConnections extends DelegatingDataSource {
    private final DataSource database;
    private final int cutAt;
    private int step;

    /** @param cutAt which step it is, from 1 */
    CutConnections(DataSource database, int cutAt) {
        super(database);
        this.database = database;
        this.cutAt = cutAt;
    }

    /** Whether there were so many steps. */
    boolean happened() {
        return step >= cutAt;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = database.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        var commits = method.getName().equals("commit");
        if (commits
                || method.getName().equals("prepareStatement")
                || method.getName().equals("createStatement")) {
            cutIfItIsTime(connection);
        }
        try {
            var result = method.invoke(connection, arguments);
            if (commits && ++step == cutAt) {
                throw new SQLException("the process died after the commit", "08006");
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void cutIfItIsTime(Connection connection) {
        if (++step == cutAt) {
            var server = JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("select pg_backend_pid()")
                    .query(Integer.class)
                    .single();
            JdbcClient.create(database)
                    .sql("select pg_terminate_backend(?, 10000)")
                    .param(server)
                    .query(Boolean.class)
                    .single();
        }
    }
}
