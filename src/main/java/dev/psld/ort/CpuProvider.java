package dev.psld.ort;

import java.util.List;
import java.util.Map;

/** The CPU: always there, nothing to load. */
public record CpuProvider() implements ExecutionProvider {
    @Override
    public Provider provider() {
        return Provider.CPU;
    }

    @Override
    public String memory() {
        return "Cpu";
    }

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public Map<String, String> values() {
        return Map.of();
    }
}
