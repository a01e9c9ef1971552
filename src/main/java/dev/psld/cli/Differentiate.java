package dev.psld.cli;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Seeds;
import dev.psld.autodiff.StraightThrough;
import dev.psld.autodiff.TapePoint;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.derive.AnySize;
import dev.psld.derive.CasadiFamily;
import dev.psld.derive.GraphPair;
import dev.psld.derive.PairCheck;
import dev.psld.derive.Preparation;
import dev.psld.derive.SecondOrder;
import dev.psld.derive.Tangents;
import dev.psld.derive.Tolerance;
import dev.psld.file.StagedFolder;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.Value;
import dev.psld.hub.ByteText;
import dev.psld.ort.Environment;
import dev.psld.restore.photo.Companions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb differentiate: makes the pullback of any ONNX model that the rules cover. */
@Command(
        name = "differentiate",
        description = {
            "Make the graph of a model’s vector–Jacobian product, as ONNX.",
            "",
            "NAME_vjp.onnx takes Y_cotangent for every Y, then the tape and the inputs that it needs, by name, and gives"
                    + " X_cotangent for every X. NAME.onnx is the forward; in tape mode the tape is among its outputs.",
            "Numbers keep the model’s type. float16: scale the cotangent to about 1 and its result back, which is exact,"
                    + " the pullback being linear. float64: as far as ONNX Runtime has kernels for it."
        },
        mixinStandardHelpOptions = true)
final class Differentiate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL.onnx", arity = "0..1", description = "The forward graph.")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--list-operators", description = "List the operators that have a rule, and do nothing else.")
    private boolean listOperators;

    @ArgGroup(validate = false, order = 1, heading = "%nWhat to differentiate:%n")
    private final DerivativeOptions derivative = new DerivativeOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nChecking it:%n")
    private final CheckOptions checking = new CheckOptions();

    @ArgGroup(validate = false, order = 3, heading = "%nWhere the graphs go:%n")
    private final Target target = new Target();

    @ArgGroup(validate = false, order = 4, heading = "%nONNX Runtime, which folds and checks:%n")
    private final RuntimeOptions runtime = new RuntimeOptions();

    /** Where the files go. */
    static final class Target {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "DIR",
                description = "Folder for NAME.onnx, NAME_vjp.onnx, with --jvp NAME_jvp.onnx, and NAME.bin, the weights"
                        + " that they share. May be left out with --check.")
        private Optional<Path> folder = Optional.empty();

        @Option(names = "--overwrite", description = "Replace what is there.")
        private boolean overwrite;
    }

    @Override
    public Integer call() {
        if (listOperators) {
            PrintWriter writer = spec.commandLine().getOut();
            StandardRules.book().ops().forEach(writer::println);
            writer.flush();
            return ExitCode.OK.code();
        }
        Path file = model.orElseThrow(() -> missing("MODEL.onnx, the graph to differentiate"));
        if (derivative.wrt.isEmpty()) {
            throw missing("--wrt X, what to differentiate by");
        }
        if (derivative.of.isEmpty()) {
            throw missing("--of Y, what to differentiate");
        }
        if (target.folder.isEmpty() && !checking.check && !derivative.tapeCurve) {
            throw missing("-o DIR, where the graphs go, or --check");
        }
        if (checking.hasData() && !checking.check) {
            throw new ParameterException(spec.commandLine(), "--data is for --check, which was not given");
        }
        if (casadi() && derivative.seeds.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--names casadi makes graphs that take any number of seeds: leave --seeds out");
        }
        if (derivative.tapeLimit.isPresent() && (casadi() || derivative.seeds.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tape-limit is for pullbacks that take one cotangent: leave --seeds and --names out");
        }
        if (!derivative.dynamic.isEmpty() && (derivative.tapeLimit.isPresent() || derivative.tapeCurve)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tape-limit and --tape-curve are for fixed sizes: leave --dynamic out, and fix the dimensions by --dim");
        }
        try (Environment environment = runtime.open()) {
            DiffRequest request = request(file).within(derivative.limit());
            if (!derivative.dynamic.isEmpty()) {
                return anySize(environment, file, request);
            }
            // A limit of the tape cuts between single nodes: branches are written out for it.
            Preparation preparation = new Preparation(environment);
            Graph forward = (derivative.tapeLimit.isPresent() || derivative.tapeCurve
                            ? preparation
                            : preparation.withBranches())
                    .prepare(file, derivative.sizes(), named(request));
            if (derivative.tapeCurve) {
                return curve(StandardRules.differentiator().tapeCurve(forward, request));
            }
            Optional<Graph> tangent = derivative.jvp || checking.check
                    ? Optional.of(new Tangents(environment).of(forward, request))
                    : Optional.empty();
            Map<String, Graph> further = new TreeMap<>();
            tangent.filter(t -> derivative.jvp).ifPresent(t -> further.put("jvp", t));
            derivative.hvp.ifPresent(
                    way -> further.put("hvp", second(new SecondOrder(environment), forward, request, way)));
            Vjp vjp = StandardRules.differentiator().differentiate(forward, request);
            String name = Companions.stem(file);
            try (StagedFolder staged = staged()) {
                GraphPair pair = GraphPair.write(vjp, further, name, staged.folder());
                boolean right = !checking.check || check(environment, pair, request, tangent.orElseThrow());
                return casadi()
                        ? family(pair.vjp(), further, file, request, right)
                        : published(staged, seeded(pair, request, further, name, staged), right);
            }
        }
    }

    private int curve(List<TapePoint> points) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println("held at once       tape   segments again   forward again");
        points.forEach(p -> writer.printf(
                Locale.ROOT,
                "%12s %10s %16d %14.0f %%%n",
                ByteText.text(p.heldBytes()),
                ByteText.text(p.tapeBytes()),
                p.segments(),
                100 * p.again()));
        writer.flush();
        return ExitCode.OK.code();
    }

    /** The pair whose pullback takes as many cotangents at once as were asked for, in place of the one that was checked. */
    private GraphPair seeded(
            GraphPair pair, DiffRequest request, Map<String, Graph> further, String name, StagedFolder staged) {
        if (derivative.seeds.isEmpty()) {
            return pair;
        }
        List<String> cotangents =
                request.of().stream().map(DiffRequest::cotangent).toList();
        Vjp one = pair.vjp();
        Graph many = Seeds.of(one.vjp(), cotangents, derivative.seeds.get());
        return GraphPair.write(
                new Vjp(one.forward(), many, one.tape(), one.tapeBytes(), one.notes()), further, name, staged.folder());
    }

    private int published(StagedFolder staged, GraphPair pair, boolean right) {
        if (right && target.folder.isPresent()) {
            staged.publish(target.overwrite);
            report(pair);
        }
        return (right ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private boolean casadi() {
        return derivative.names == DerivativeOptions.Naming.CASADI;
    }

    /** Where the pair is written: for CasADi it is only checked. */
    private StagedFolder staged() {
        return target.folder.filter(f -> !casadi()).map(StagedFolder::in).orElseGet(StagedFolder::temporary);
    }

    /** CasADi asks for second derivatives of straight nets too. */
    private Graph second(SecondOrder order, Graph forward, DiffRequest request, SecondOrder.Way way) {
        return casadi() ? order.orZeros(forward, request, way) : order.of(forward, request, way);
    }

    private int family(Vjp vjp, Map<String, Graph> further, Path file, DiffRequest request, boolean right) {
        if (!right || target.folder.isEmpty()) {
            return (right ? ExitCode.OK : ExitCode.FAILED).code();
        }
        List<String> outputs =
                OnnxReader.read(file).outputs().stream().map(Value::name).toList();
        CasadiFamily family = CasadiFamily.of(
                vjp,
                outputs,
                request,
                Optional.ofNullable(further.get("jvp")),
                Optional.ofNullable(further.get("hvp")));
        try (StagedFolder staged = StagedFolder.in(target.folder.get())) {
            List<Path> files = family.write(Companions.stem(file), staged.folder());
            staged.publish(target.overwrite);
            PrintWriter writer = spec.commandLine().getOut();
            files.forEach(f -> writer.println(target.folder.get().resolve(Companions.name(f))));
            vjp.notes().forEach(writer::println);
            writer.flush();
        }
        return ExitCode.OK.code();
    }

    /** One pair of graphs for sizes that stay open, checked at two of them. */
    private int anySize(Environment environment, Path file, DiffRequest request) {
        AnySize made = AnySize.of(
                environment,
                file,
                derivative.sizes(),
                derivative.extents(),
                request,
                named(request),
                further(environment, request));
        try (StagedFolder staged = staged()) {
            String name = Companions.stem(file);
            GraphPair pair = GraphPair.write(made.open(), made.further(), name, staged.folder());
            boolean right = true;
            for (int i = 0; checking.check && i < made.fixed().size(); i++) {
                spec.commandLine().getOut().println("at " + made.at().get(i) + ":");
                Vjp fixed = made.fixed().get(i);
                Graph tangent = Optional.ofNullable(made.further().get("jvp"))
                        .orElseGet(() -> new Tangents(environment).of(fixed.forward(), request));
                right &= check(environment, pair.with(fixed), request, tangent);
            }
            return casadi()
                    ? family(made.open(), made.further(), file, request, right)
                    : published(staged, seeded(pair, request, made.further(), name, staged), right);
        }
    }

    private Map<String, AnySize.Further> further(Environment environment, DiffRequest request) {
        Map<String, AnySize.Further> further = new TreeMap<>();
        if (derivative.jvp) {
            further.put("jvp", (d, forward) -> new Tangents(environment, d).of(forward, request));
        }
        derivative.hvp.ifPresent(way ->
                further.put("hvp", (d, forward) -> second(new SecondOrder(environment, d), forward, request, way)));
        return further;
    }

    private DiffRequest request(Path file) {
        if (derivative.straightThrough.isEmpty()) {
            return new DiffRequest(derivative.wrt, derivative.of, derivative.mode);
        }
        Graph given = OnnxReader.read(file);
        return new DiffRequest(
                derivative.wrt,
                derivative.of,
                derivative.mode,
                derivative.straightThrough.stream()
                        .map(text -> StraightThrough.parse(given, text))
                        .toList());
    }

    private static List<String> named(DiffRequest request) {
        List<String> names = new ArrayList<>(request.wrt());
        names.addAll(request.of());
        request.straightThrough().forEach(s -> {
            names.add(s.value());
            s.source().ifPresent(names::add);
        });
        return names;
    }

    private boolean check(Environment environment, GraphPair pair, DiffRequest request, Graph tangent) {
        ElementType precision = PairCheck.precision(pair.vjp().forward(), request);
        Tolerance tolerance = Tolerance.of(precision);
        List<PairCheck.Line> lines = new PairCheck(environment)
                .check(pair, request, tangent, checking.read(pair.vjp().forward()), checking.seed);
        PrintWriter writer = spec.commandLine().getOut();
        lines.forEach(line -> CheckReport.print(line, tolerance, writer));
        boolean right = lines.stream().allMatch(l -> l.passes(tolerance));
        CheckReport.verdict(right, precision, tolerance, checking.seed, writer);
        return right;
    }

    private void report(GraphPair pair) {
        Path folder = target.folder.orElseThrow();
        PrintWriter writer = spec.commandLine().getOut();
        writer.printf(
                "%s: tape %,d bytes%n",
                folder.resolve(Companions.name(pair.pullback())), pair.vjp().tapeBytes());
        pair.further()
                .forEach((word, made) -> writer.println(folder.resolve(Companions.name(made))
                        + (word.equals("jvp") ? ": forward mode" : ": products with the second derivative")));
        pair.vjp().notes().forEach(writer::println);
        writer.flush();
    }

    private ParameterException missing(String what) {
        return new ParameterException(spec.commandLine(), "give " + what);
    }
}
