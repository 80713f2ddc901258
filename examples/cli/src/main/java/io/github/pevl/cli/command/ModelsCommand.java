package io.github.pevl.cli.command;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Bytes;
import io.github.pevl.cli.console.Console;
import io.github.pevl.cli.console.ModelDownload;
import io.github.pevl.zoo.LocalModels;
import io.github.pevl.zoo.LocalModels.Entry;
import io.github.pevl.zoo.LocalModels.Place;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code pevl models}. */
@Command(
        name = "models",
        description = {
            "Lists the models that have names: what they are for, how large they are, whether they are"
                    + " on this machine, their licence, and how good they were measured to be.",
            "The option --model of other commands takes these names."
        },
        footer = {
            "  pevl models",
            "  pevl models --download pevl-grounding",
            "  pevl models --remove pevl-grounding"
        })
public final class ModelsCommand extends ConsoleCommand {

    @Option(
            names = {"-d", "--download"},
            paramLabel = "NAME",
            completionCandidates = Names.Models.class,
            description =
                    "Download a model into DJL's cache, or the rest of it; asks before, at a"
                            + " terminal. Repeat it for more.")
    private List<String> downloads = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Download without a question.")
    private boolean agreed;

    @Option(
            names = "--remove",
            paramLabel = "NAME",
            completionCandidates = Names.Models.class,
            description =
                    "Delete what DJL's cache has of a model. Those in the jar stay there. Repeat it"
                            + " for more.")
    private List<String> removals = List.of();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws BadInput, IOException {
        if (!removals.isEmpty() && !downloads.isEmpty()) {
            throw new BadInput("--remove leaves nothing to --download; give only one of them.");
        }
        if (json && !(removals.isEmpty() && downloads.isEmpty())) {
            throw new BadInput("--json is for the list; leave it out.");
        }
        if (agreed && downloads.isEmpty()) {
            throw new BadInput("--yes is for --download; name the model with it.");
        }
        for (String name : downloads) {
            download(find(name));
        }
        for (String name : removals) {
            remove(find(name));
        }
        if (removals.isEmpty() && downloads.isEmpty()) {
            list(LocalModels.list());
        }
        out().flush();
        return ExitCode.OK;
    }

    private static Entry find(String name) throws BadInput, IOException {
        try {
            return LocalModels.find(name);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    private void download(Entry entry) throws BadInput, IOException {
        if (entry.place() == Place.MISSING) {
            throw new BadInput(
                    "%s is nowhere to be downloaded from; %s"
                            .formatted(entry.name(), entry.howToImport()));
        }
        if (entry.place() == Place.REMOTE) {
            new ModelDownload(spec(), err(), agreed, "Give --yes").run(entry);
        }
        Entry here = LocalModels.find(entry.name());
        out().println(
                        here.source() == null
                                ? "%s is %s.".formatted(here.name(), ModelTable.label(here.place()))
                                : "%s is %s: %s"
                                        .formatted(
                                                here.name(),
                                                ModelTable.label(here.place()),
                                                here.source()));
    }

    private void remove(Entry entry) throws IOException {
        long bytes = LocalModels.remove(entry.name());
        out().println(
                        bytes == 0
                                ? "The cache has nothing of %s.".formatted(entry.name())
                                : "Removed %s of %s from the cache."
                                        .formatted(Bytes.text(bytes), entry.name()));
    }

    private void list(List<Entry> entries) {
        if (!json) {
            out().print(ModelTable.of(entries));
            return;
        }
        JsonArray models = new JsonArray();
        for (Entry entry : entries) {
            JsonObject model = JsonUtils.GSON.toJsonTree(entry).getAsJsonObject();
            model.addProperty("place", entry.place().name().toLowerCase(Locale.ROOT));
            models.add(model);
        }
        JsonObject all = new JsonObject();
        all.add("models", models);
        Console.printJson(out(), JsonUtils.GSON_PRETTY.toJson(all) + System.lineSeparator());
    }
}
