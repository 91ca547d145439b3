package io.facematch.standalone.calibration.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out whose photos a folder holds: photos in a folder belong to the person of that name; photos without folders
 * are named {@code <Name>_<NNNN>}. Sorted by name, so that the same folder is read the same way everywhere.
 */
final class FolderReader {
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp");
    private static final Pattern NUMBERED = Pattern.compile("(.+)_\\d{4}");
    private static final String IMAGES = "images";
    private static final Set<String> LISTS = Set.of(PeopleList.FILE, PeopleFile.FILE);

    /**
     * @param people by their numbers, those of no chosen photo included
     * @param listed whether a list in the folder chose the photos
     */
    record Folder(List<Photo> photos, List<String> people, boolean listed, List<String> notes) {}

    private final Path root;
    private final Map<String, Integer> persons = new LinkedHashMap<>();
    private final List<Photo> photos = new ArrayList<>();
    private int ignored;

    private FolderReader(Path root) {
        this.root = root;
    }

    static Folder read(Path data) throws IOException {
        var reader = new FolderReader(holdsOnlyImagesFolder(data) ? data.resolve(IMAGES) : data);
        reader.gather();
        var notes = new ArrayList<String>();
        if (reader.ignored > 0) {
            notes.add(String.format(Locale.ROOT, "files that are no photos and were ignored: %,d", reader.ignored));
        }
        var list = PeopleList.in(data);
        if (list.isEmpty()) {
            return new Folder(reader.photos, reader.people(), false, notes);
        }
        var chosen = reader.chosenBy(list.get());
        notes.add(String.format(
                Locale.ROOT,
                "only the %,d photos that %s lists; %,d others were left out",
                chosen.size(),
                PeopleList.FILE,
                reader.photos.size() - chosen.size()));
        return new Folder(chosen, reader.people(), true, notes);
    }

    /** As in LFW, where the lists are next to the folder of the photos. */
    private static boolean holdsOnlyImagesFolder(Path data) throws IOException {
        var children = children(data);
        return Files.isDirectory(data.resolve(IMAGES))
                && children.stream().filter(Files::isDirectory).count() == 1
                && children.stream().noneMatch(FolderReader::isPhoto);
    }

    private void gather() throws IOException {
        var children = children(root);
        var folders = new ArrayList<Path>();
        var flat = new ArrayList<Path>();
        for (var child : children) {
            if (Files.isDirectory(child)) {
                folders.add(child);
            } else if (isPhoto(child)) {
                flat.add(child);
            } else if (!LISTS.contains(name(child))) {
                ignored++;
            }
        }
        if (!folders.isEmpty() && !flat.isEmpty()) {
            throw new UnusableData("in " + root
                    + " photos lie beside folders: whose are they? Put each into the folder of its person");
        }
        for (var folder : folders) {
            var inside = children(folder);
            var mine = inside.stream().filter(FolderReader::isPhoto).toList();
            mine.forEach(photo -> add(name(folder), photo));
            ignored += inside.size() - mine.size();
        }
        flat.forEach(photo -> add(personOf(photo), photo));
    }

    private List<String> people() {
        return List.copyOf(persons.keySet());
    }

    private void add(String person, Path file) {
        var number = persons.computeIfAbsent(person, first -> persons.size());
        photos.add(new Photo(root.relativize(file).toString().replace('\\', '/'), number, file));
    }

    private String personOf(Path photo) {
        var numbered = NUMBERED.matcher(stem(photo));
        if (!numbered.matches()) {
            throw new UnusableData("whose photo is " + name(photo) + " in " + root
                    + "? Name it <Name>_<NNNN>, four digits, or put it into a folder of its person");
        }
        return numbered.group(1);
    }

    private List<Photo> chosenBy(PeopleList list) {
        var missing = new HashSet<>(list.stems());
        var chosen = photos.stream()
                .filter(photo -> list.stems().contains(stem(photo.file())))
                .toList();
        chosen.forEach(photo -> missing.remove(stem(photo.file())));
        if (!missing.isEmpty()) {
            throw new UnusableData(String.format(
                    Locale.ROOT,
                    "%s lists %,d photos; missing in %s: %,d, such as %s",
                    PeopleList.FILE,
                    list.stems().size(),
                    root,
                    missing.size(),
                    missing.stream().sorted().findFirst().orElseThrow()));
        }
        return chosen;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var children = Files.list(folder)) {
            return children.filter(child -> !name(child).startsWith("."))
                    .sorted()
                    .toList();
        } catch (AccessDeniedException denied) {
            throw new UnusableData("the folder " + folder + " can't be read");
        }
    }

    private static boolean isPhoto(Path file) {
        var name = name(file);
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(ending) && Files.isRegularFile(file);
    }

    private static String stem(Path file) {
        var name = name(file);
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
