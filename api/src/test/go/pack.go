// Checks an evidence pack that was unpacked here, with the packages behind Go's checksum database: that the checkpoint and the
// sums are signed, and that each row is in the log.
//
//	pack FOLDER   prints how many rows are; exit status 1 with what is not
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type row struct {
	Index  int64    `json:"index"`
	Leaf   string   `json:"leaf"`
	Hashes []string `json:"hashes"`
}

func main() {
	log.SetFlags(0)
	folder := os.Args[1]
	verifier, err := note.NewVerifier(strings.Split(string(read(folder, "keys")), "\n")[0])
	must(err)
	checkpoint := strings.Split(open(folder, "checkpoint", verifier), "\n")
	if checkpoint[0] != verifier.Name() {
		log.Fatal("the checkpoint of another log")
	}
	size, err := strconv.ParseInt(checkpoint[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(checkpoint[2])
	must(err)
	statement := strings.Split(open(folder, "SHA256SUMS.note", verifier), "\n")
	sum := sha256.Sum256(read(folder, "SHA256SUMS"))
	if statement[1] != verifier.Name() || statement[2] != hex.EncodeToString(sum[:]) {
		log.Fatal("the sums are not those that were signed")
	}
	rows := 0
	lines := bufio.NewScanner(bytes.NewReader(read(folder, "proofs.jsonl")))
	for lines.Scan() {
		var one row
		must(json.Unmarshal(lines.Bytes(), &one))
		var proof tlog.RecordProof
		for _, text := range one.Hashes {
			hash, err := tlog.ParseHash(text)
			must(err)
			proof = append(proof, hash)
		}
		must(tlog.CheckRecord(proof, size, root, one.Index, tlog.RecordHash([]byte(one.Leaf))))
		rows++
	}
	must(lines.Err())
	os.Stdout.WriteString(strconv.Itoa(rows) + "\n")
}

func open(folder, name string, verifier note.Verifier) string {
	signed, err := note.Open(read(folder, name), note.VerifierList(verifier))
	must(err)
	return signed.Text
}

func read(folder, name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return data
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
