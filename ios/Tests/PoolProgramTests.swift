import Foundation
import XCTest

@testable import CognitoAuthTesting

/// Where the program of the local pool is found, however it was installed.
final class PoolProgramTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  override func tearDown() {
    try? FileManager.default.removeItem(at: folder)
  }

  private func program(_ path: String, _ text: String = "#!/bin/sh\n") throws -> String {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    XCTAssertTrue(
      FileManager.default.createFile(
        atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o755]))
    return file.path
  }

  private func find(_ environment: [String: String]) throws -> String {
    try PoolProgram.find(nil, environment: environment, home: folder.path).path
  }

  func testTheVariableComesBeforeThePath() throws {
    let named = try program("named/pool")
    let installed = try program("bin/cognito-local-pool")
    let path = folder.appendingPathComponent("bin").path
    XCTAssertEqual(try find(["COGNITO_LOCAL_POOL": named, "PATH": path]), named)
    XCTAssertEqual(try find(["COGNITO_LOCAL_POOL": "", "PATH": path]), installed)
    XCTAssertThrowsError(try find(["COGNITO_LOCAL_POOL": "/no/such/program", "PATH": path])) {
      XCTAssertEqual($0 as? LocalPoolError, .noProgram("/no/such/program"))
    }
  }

  func testThePathIsSearchedInItsOrderAndThenTheFoldersOfCargoAndPip() throws {
    let pip = try program(".local/bin/cognito-local-pool")
    XCTAssertEqual(try find([:]), pip)
    let cargo = try program(".cargo/bin/cognito-local-pool")
    XCTAssertEqual(try find(["PATH": "/no/such/folder"]), cargo)
    let first = try program("first/cognito-local-pool")
    _ = try program("second/cognito-local-pool")
    XCTAssertEqual(try find(["PATH": "\(folder.path)/first:\(folder.path)/second"]), first)
  }

  func testAScriptIsEndedByASignalThatItCanPassOn() throws {
    let script = try PoolProgram.find(program("cognito-local-pool", "#!/usr/bin/env node\n"))
    XCTAssertEqual(script.end, "TERM")
    XCTAssertEqual(try PoolProgram.find(program("binary", "\u{7f}ELF")).end, "KILL")
  }

  func testWaitingForAPoolSucceedsIfItRunsAndFailsAtAnotherAddress() async throws {
    let pool = try LocalPool()
    try await LocalPool(endpoint: pool.endpoint).waitUntilHealthy()
    let other = LocalPool(endpoint: pool.endpoint.appendingPathComponent("local_LocalPool"))
    do {
      try await other.waitUntilHealthy(timeout: 0)
      XCTFail("this address is not that of a pool")
    } catch {
      XCTAssertEqual(error as? LocalPoolError, .notReady)
    }
  }
}
