/** Another agent keeps its state in the same directory: two of them would overwrite each other's. */
export class StateDirectoryInUseError extends Error {
  override readonly name = "StateDirectoryInUseError";

  constructor(stateDirectory: string) {
    super(
      `another agent uses the state directory ${stateDirectory}; stop it, ` +
        "or give this one its own stateDirectory",
    );
  }
}
