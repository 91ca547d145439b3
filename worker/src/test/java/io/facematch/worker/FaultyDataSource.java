package io.facematch.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that is away at times, or gone just after a commit. */
public final class FaultyDataSource extends DelegatingDataSource {
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger brokenCommits = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();

    public FaultyDataSource(DataSource database) {
        super(database);
    }

    /** The next so many connections are refused. */
    public void refuse(int connections) {
        refusals.set(connections);
    }

    public int refusalsLeft() {
        return refusals.get();
    }

    /** The next so many commits succeed, but their callers hear of a broken connection. */
    public void breakCommits(int commits) {
        brokenCommits.set(commits);
    }

    /** The next so many statements on {@code pair} are carried out, but their answers do not arrive. */
    public void loseAnswersOnPair(int answers) {
        lostAnswers.set(answers);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (takeOne(refusals)) {
            throw new SQLTransientConnectionException("the database is away");
        }
        var connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        var result = method.invoke(connection, arguments);
                        if (method.getName().equals("commit") && takeOne(brokenCommits)) {
                            throw new SQLTransientConnectionException("no answer to the commit");
                        }
                        if (result instanceof PreparedStatement statement
                                && arguments[0].toString().contains("update pair ")
                                && takeOne(lostAnswers)) {
                            return withoutAnswer(statement);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private static PreparedStatement withoutAnswer(PreparedStatement statement) {
        return (PreparedStatement) Proxy.newProxyInstance(
                FaultyDataSource.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    var result = method.invoke(statement, arguments);
                    if (method.getName().startsWith("execute")) {
                        throw new SQLTransientConnectionException("no answer to the statement");
                    }
                    return result;
                });
    }

    private static boolean takeOne(AtomicInteger faults) {
        return faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
