import assert from "node:assert/strict";
import {
  customDatalogFieldProperty,
  MAX_CUSTOM_DATALOG_LENGTH,
} from "../../protocol/custom_datalog_field.ts";
import { DATALOG_BLOCK_LENGTH, DatalogAction, DatalogObject } from "../../protocol/datalog.ts";
import { ErrorCode } from "../../protocol/error_code.ts";
import { FrameFlag } from "../../protocol/frame.ts";
import { Aggregation, MultiInfoFlag } from "../../protocol/multi_info.ts";
import {
  LevelCode,
  ObjectType,
  ParameterProperty,
  UserInfoProperty,
} from "../../protocol/object.ts";
import { ScreenKey } from "../../protocol/screen.ts";
import { ServiceFlag, ServiceId } from "../../protocol/service.ts";

// Agent and simulator share the tables: no test between the two notices a number that is wrong.
const Printed = {
  "FrameFlag has the numbers of specification 3.3": [FrameFlag, {
    messagePending: 1 << 0,
    restarted: 1 << 1,
    sdCardPresent: 1 << 2,
    sdCardFull: 1 << 3,
    newDatalogFile: 1 << 4,
    datalogSupported: 1 << 5,
  }],
  "ServiceFlag has the numbers of specification 4.1": [ServiceFlag, {
    error: 1 << 0,
    response: 1 << 1,
  }],
  "ServiceId has the numbers of specification 4.1": [ServiceId, {
    readProperty: 1,
    writeProperty: 2,
  }],
  "ObjectType has the numbers of specification 4.2": [ObjectType, {
    userInfo: 0x0001,
    parameter: 0x0002,
    message: 0x0003,
    guid: 0x0004,
    customDatalogField: 0x0005,
    multiInfo: 0x000A,
    screen: 0x0100,
    datalog: 0x0101,
  }],
  "UserInfoProperty has the numbers of specification 4.2": [UserInfoProperty, { value: 0x0001 }],
  "ParameterProperty has the numbers of specification 4.2.2": [ParameterProperty, {
    value: 0x0005,
    min: 0x0006,
    max: 0x0007,
    level: 0x0008,
    unsavedValue: 0x000D,
  }],
  "LevelCode has the numbers of specification 4.2.2": [LevelCode, {
    view_only: 0x00,
    basic: 0x10,
    expert: 0x20,
    installer: 0x30,
    qsp: 0x40,
  }],
  "ErrorCode has the numbers of specification 4.3": [ErrorCode, {
    INVALID_FRAME: 0x0001,
    DEVICE_NOT_FOUND: 0x0002,
    RESPONSE_TIMEOUT: 0x0003,
    SERVICE_NOT_SUPPORTED: 0x0011,
    INVALID_SERVICE_ARGUMENT: 0x0012,
    GATEWAY_BUSY: 0x0013,
    TYPE_NOT_SUPPORTED: 0x0021,
    OBJECT_ID_NOT_FOUND: 0x0022,
    PROPERTY_NOT_SUPPORTED: 0x0023,
    INVALID_DATA_LENGTH: 0x0024,
    PROPERTY_IS_READ_ONLY: 0x0025,
    INVALID_DATA: 0x0026,
    DATA_TOO_SMALL: 0x0027,
    DATA_TOO_BIG: 0x0028,
    WRITE_PROPERTY_FAILED: 0x0029,
    READ_PROPERTY_FAILED: 0x002A,
    ACCESS_DENIED: 0x002B,
    OBJECT_NOT_SUPPORTED: 0x002C,
    MULTICAST_READ_NOT_SUPPORTED: 0x002D,
    OBJECT_PROPERTY_INVALID: 0x002E,
    FILE_OR_DIR_NOT_PRESENT: 0x002F,
    FILE_CORRUPTED: 0x0030,
    INVALID_SHELL_ARG: 0x0081,
  }],
  "customDatalogFieldProperty has the numbers of specification 4.7": [
    { ...customDatalogFieldProperty, MAX_CUSTOM_DATALOG_LENGTH },
    { objectType: 0x0005, objectId: 0, propertyId: 0x0001, MAX_CUSTOM_DATALOG_LENGTH: 250 },
  ],
  "DATALOG_BLOCK_LENGTH has the number of specification 4.8": [DATALOG_BLOCK_LENGTH, 512],
  "DatalogObject has the numbers of specification 4.8": [DatalogObject, { directory: 1, file: 2 }],
  "DatalogAction has the numbers of specification 4.8": [DatalogAction, {
    start: 0x21,
    datablock: 0x22,
    ackContinue: 0x23,
    nackRetry: 0x24,
    abort: 0x25,
    finish: 0x26,
  }],
  "Aggregation has the numbers of specification 4.9": [Aggregation, {
    master: 0x00,
    average: 0xFD,
    sum: 0xFE,
  }],
  "MultiInfoFlag has the numbers of specification 4.9": [MultiInfoFlag, {
    gsm: 1 << 4,
    xt: 1 << 5,
    bsp: 1 << 6,
    vt: 1 << 7,
    vs: 1 << 8,
  }],
  "ScreenKey has the numbers of specification 6.2": [ScreenKey, {
    none: 0x00,
    down: 0x10,
    esc: 0x20,
    set: 0x40,
    up: 0x80,
  }],
} as const;

for (const [name, [table, printed]] of Object.entries(Printed)) {
  Deno.test(name, () => assert.deepEqual(table, printed));
}
