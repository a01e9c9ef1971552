import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import picocli.CommandLine;

/**
 * Runs command lines of psld one after the other in one virtual machine, for scripts that run thousands. Each line of standard
 * input is a command line, its words parted by tabs; each line of standard output an exit code and, in base 64, what was
 * printed. Run it from its source: {@code java -cp target/psld.jar:… Verbs.java}.
 */
final class Verbs {
    public static void main(String[] args) throws Exception {
        PrintStream replies = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, "UTF-8");
        Method line = Class.forName("dev.psld.cli.Psld").getDeclaredMethod("commandLine");
        line.setAccessible(true);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            StringWriter printed = new StringWriter();
            PrintWriter writer = new PrintWriter(printed);
            CommandLine command = (CommandLine) line.invoke(null);
            command.setOut(writer).setErr(writer);
            int code = command.execute(text.split("\t"));
            writer.flush();
            byte[] bytes = printed.toString().getBytes(StandardCharsets.UTF_8);
            replies.println(code + " " + Base64.getEncoder().encodeToString(bytes));
        }
    }
}
