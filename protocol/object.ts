/** What a service can address (specification 4.2). */
export const ObjectType = {
  userInfo: 0x0001,
  parameter: 0x0002,
  message: 0x0003,
  guid: 0x0004,
  /** Write only. */
  customDatalogField: 0x0005,
  multiInfo: 0x000A,
  screen: 0x0100,
  datalog: 0x0101,
} as const;

/** Properties of a user info. Gateways answer any property id here. */
export const UserInfoProperty = { value: 0x0001 } as const;

/** Properties of a parameter (specification 4.2.2). */
export const ParameterProperty = {
  /** In flash: kept over a restart, and guaranteed for 1000 writes only (4.5.4). */
  value: 0x0005,
  min: 0x0006,
  max: 0x0007,
  level: 0x0008,
  /** In RAM: the value in force, gone after a restart. */
  unsavedValue: 0x000D,
} as const;

/** The only property of the custom datalog field (specification 4.7). */
export const CUSTOM_DATALOG_PROPERTY = 0x0001;

/** Values of a parameter's level property. */
export const LevelCode = {
  view_only: 0x00,
  basic: 0x10,
  expert: 0x20,
  installer: 0x30,
  qsp: 0x40,
} as const;

/** Names one property of one object. */
export interface PropertyRef {
  readonly objectType: number;
  readonly objectId: number;
  readonly propertyId: number;
}

/** The value of a user info. */
export function userInfoValue(number: number): PropertyRef {
  return {
    objectType: ObjectType.userInfo,
    objectId: number,
    propertyId: UserInfoProperty.value,
  };
}

/** One of a parameter's properties. */
export function parameterProperty(
  number: number,
  property: keyof typeof ParameterProperty,
): PropertyRef {
  return {
    objectType: ObjectType.parameter,
    objectId: number,
    propertyId: ParameterProperty[property],
  };
}
